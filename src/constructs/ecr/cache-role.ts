import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { arn } from "../iam/arn";
import { grantPermissions } from "../iam/role-permissions";

export interface CacheRoleProps {
  /** Prefix of the role's name, for example `platform-prod`. */
  readonly name: string;

  /** Account of the registry, 12 digits. */
  readonly accountId: string;

  /** Region of the registry. */
  readonly region: string;

  /** Prefixes of the cached repositories' names. */
  readonly repositoryPrefixes: readonly string[];

  /** Customer managed key that encrypts the cached images. */
  readonly encryptionKeyArn: string;
}

/**
 * The role with which ECR creates the repositories of caches under a customer managed key. Without such a role, ECR
 * uses its service-linked role, which has no permission to use a key.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html
 */
export class CacheRole extends Construct {
  /** ARN of the role. */
  readonly roleArn: string;

  /** Resources that must exist before ECR can use the role. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: CacheRoleProps) {
    super(scope, id);
    const { repositoryPrefixes, encryptionKeyArn } = props;
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          sid: "ImageRegistry",
          principals: [{ type: "Service", identifiers: ["ecr.amazonaws.com"] }],
          actions: ["sts:AssumeRole"],
        },
      ],
    });
    const role = new IamRole(this, "Resource", {
      name: `${props.name}-image-caches`,
      description: `Creates the repositories of image caches of ${props.name}`,
      assumeRolePolicy: trust.json,
    });
    const policies = grantPermissions(this, role, {
      policies: {
        repositories: [
          {
            sid: "CreateRepositoriesOfCaches",
            actions: ["ecr:CreateRepository", "ecr:TagResource"],
            resources: repositoryPrefixes.map((prefix) => arn(props, "ecr", `repository/${prefix}/*`)),
          },
          {
            sid: "EncryptRepositories",
            actions: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
            resources: [encryptionKeyArn],
          },
        ],
      },
    });

    this.roleArn = role.arn;
    this.dependables = policies;
  }
}
