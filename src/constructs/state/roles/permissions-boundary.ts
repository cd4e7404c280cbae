import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { type BoundaryProps, boundaryStatements } from "./boundary-permissions";
import { boundaryName } from "./environment-reference";

/**
 * The managed policy that limits every role of an environment, see `boundaryStatements`. The roles that deploy can
 * create and change roles only with it, and cannot change it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class PermissionsBoundary extends Construct {
  constructor(scope: Construct, id: string, props: BoundaryProps) {
    super(scope, id);
    const { name, prefix } = props.environment;
    new IamPolicy(this, "Resource", {
      name: boundaryName(prefix),
      description: `Limits the roles of ${name}, whichever policies are attached to them`,
      policy: new DataAwsIamPolicyDocument(this, "permissions", { statement: boundaryStatements(props) }).json,
    });
  }
}
