import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { callerIsNot, denyPlaintextTransport, everyone } from "../../iam/policy-parts";
import type { StateAccess } from "../access/state-access";

export interface LogBucketPolicyProps {
  readonly bucketArn: string;

  /** Administrators can read and configure; break-glass is denied nothing. No statement gives either of them access. */
  readonly access: Pick<StateAccess, "root" | "administrators" | "breakGlass">;

  /** Statements for the AWS service that delivers to the bucket. */
  readonly deliveries: DataAwsIamPolicyDocumentStatement[];
}

/**
 * Bucket policy of a bucket to which an AWS service delivers logs: no other principal can write, not even
 * administrators, and the principals that the logs record cannot read. The Deny statements exclude AWS services, which
 * could not deliver otherwise.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
export function logBucketStatements(props: LogBucketPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { bucketArn, deliveries } = props;
  const { root, administrators, breakGlass } = props.access;
  const objects = [`${bucketArn}/*`];
  const knowing = [root, ...administrators, ...breakGlass];
  return [
    ...deliveries,
    denyPlaintextTransport(bucketArn),
    deny("DenyReadingToOthers", knowing, { actions: ["s3:GetObject*"], resources: objects }),
    deny("DenyListingToOthers", knowing, { actions: ["s3:ListBucket*"], resources: [bucketArn] }),
    deny("DenyWritingToAllButServices", breakGlass, { notActions: ["s3:GetObject*"], resources: objects }),
    deny("DenyConfiguringToOthers", knowing, { notActions: ["s3:Get*", "s3:List*"], resources: [bucketArn] }),
    deny("DenyDeletingTheBucket", breakGlass, { actions: ["s3:DeleteBucket"], resources: [bucketArn] }),
  ];
}

type Scope = Pick<DataAwsIamPolicyDocumentStatement, "actions" | "notActions" | "resources">;

function deny(sid: string, exempt: readonly string[], scope: Scope): DataAwsIamPolicyDocumentStatement {
  // Requests without credentials do not have the key at all.
  const isNoService = { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] };
  return { sid, effect: "Deny", principals: everyone, ...scope, condition: [callerIsNot(exempt), isNoService] };
}
