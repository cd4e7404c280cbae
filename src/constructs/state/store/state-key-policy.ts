import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { callerIs, callerIsNot, everyone } from "../../iam/policy-parts";
import type { StateAccess } from "../access/state-access";

export interface StateKeyPolicyProps {
  /** Region of the key and of the buckets that it encrypts. */
  readonly region: string;

  /** All principals that use one of those buckets, see `unionOfAccess`. */
  readonly access: StateAccess;

  /**
   * Whether administrators also use the key, because it encrypts the bootstrap's own state.
   * @default - false
   */
  readonly protectsBootstrapState?: boolean;

  /**
   * Whether S3 encrypts copies from another region under the key.
   * @default - false
   */
  readonly receivesReplicas?: boolean;
}

/** Actions that can make state unreadable, or readable for other principals. */
const dangerousActions = [
  "kms:PutKeyPolicy",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKeyRotation",
  "kms:CreateAlias",
  "kms:UpdateAlias",
  "kms:DeleteAlias",
  // A tag or its absence gives access where policies compare tags.
  "kms:TagResource",
  "kms:UntagResource",
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
  "kms:UpdateKeyDescription",
];

/**
 * Key policy of the state key. The account administers the key but cannot decrypt with it; the principals that use the
 * state can, and only through S3. No principal can create grants, which would give others access without a trace in the
 * policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function stateKeyStatements(props: StateKeyPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { root, writers, planners, administrators, breakGlass, replication } = props.access;
  const bootstrappers = props.protectsBootstrapState ? administrators : [];
  const applying = [...writers, ...bootstrappers, ...breakGlass];
  const account = [{ type: "AWS", identifiers: [root] }];
  const throughS3 = {
    test: "StringEquals",
    variable: "kms:ViaService",
    values: [`s3.${props.region}.amazonaws.com`],
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
    use("DecryptThroughS3", [...applying, ...planners, ...replication], ["kms:Decrypt"]),
    use("EncryptThroughS3", applying, ["kms:GenerateDataKey"]),
    ...(props.receivesReplicas
      ? [use("ReplicationEncryptsThroughS3", replication, ["kms:Encrypt", "kms:GenerateDataKey"])]
      : []),
    denyDangerToOthers(props.access),
  ];
}

/**
 * The statement that prevents an account's other administrators, and the principals that deploy, from disabling or
 * deleting a key, or from giving access to it, also by a grant. The root user can always repair the policy.
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
