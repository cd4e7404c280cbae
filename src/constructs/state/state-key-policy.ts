import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { serviceDomainOf } from "../partition";
import { callerIs, callerIsNot, everyone } from "./policy-parts";
import type { StateAccess } from "./state-access";

export interface StateKeyPolicyProps {
  /** Region of the key and of the buckets that it encrypts. */
  readonly region: string;

  /** Everyone who uses one of those buckets, see `unionOfAccess`. */
  readonly access: StateAccess;

  /**
   * Whether administrators use the key too, because the bootstrap's own state is under it.
   * @default - false
   */
  readonly protectsBootstrapState?: boolean;

  /**
   * Whether S3 encrypts copies from another region under the key.
   * @default - false
   */
  readonly receivesReplicas?: boolean;
}

/** What can make state unreadable, or readable for others. */
const dangerousActions = [
  "kms:PutKeyPolicy",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKeyRotation",
  "kms:CreateAlias",
  "kms:UpdateAlias",
  "kms:DeleteAlias",
];

const harmlessActions = [
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:RotateKeyOnDemand",
  "kms:CancelKeyDeletion",
  "kms:RevokeGrant",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateKeyDescription",
];

/**
 * Key policy of the state key. The account administers the key but does not decrypt by it; those who use the state do,
 * and only by way of S3. Nobody may make grants, which would let others in without a trace in the policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function stateKeyStatements(props: StateKeyPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { root, writers, readers, administrators, breakGlass, replication } = props.access;
  const bootstrappers = props.protectsBootstrapState ? administrators : [];
  const applying = [...writers, ...bootstrappers, ...breakGlass];
  const account = [{ type: "AWS", identifiers: [root] }];
  const throughS3 = {
    test: "StringEquals",
    variable: "kms:ViaService",
    values: [`s3.${props.region}.${serviceDomainOf(props.region)}`],
  };
  const use = (sid: string, who: readonly string[], actions: string[]) => ({
    sid,
    principals: account,
    actions,
    resources: ["*"],
    condition: [callerIs([...new Set(who)]), throughS3],
  });
  return [
    {
      sid: "AccountAdministersTheKey",
      principals: account,
      actions: [...harmlessActions, ...dangerousActions],
      resources: ["*"],
    },
    use("DecryptThroughS3", [...applying, ...readers, ...replication], ["kms:Decrypt"]),
    use("EncryptThroughS3", applying, ["kms:GenerateDataKey"]),
    ...(props.receivesReplicas
      ? [use("ReplicationEncryptsThroughS3", replication, ["kms:Encrypt", "kms:GenerateDataKey"])]
      : []),
    denyDangerToOthers(props.access),
  ];
}

/**
 * The statement that keeps an account's other administrators, and whoever deploys, from disabling, deleting or reopening a
 * key, be it by a grant. The root user can always repair it.
 */
export function denyDangerToOthers(
  access: Pick<StateAccess, "root" | "administrators" | "breakGlass">,
): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "DenyDangerToOthers",
    effect: "Deny",
    principals: everyone,
    actions: [...dangerousActions, "kms:CreateGrant"],
    resources: ["*"],
    condition: [callerIsNot([access.root, ...access.administrators, ...access.breakGlass])],
  };
}
