import { account, type Caller, type Column, dangerousKeyActions, insiders, outsiders } from "./access-matrix";

export interface StateKeyUnderTest {
  readonly keyArn: string;
  readonly region: string;

  /**
   * Whether the bootstrap's own state is under the key.
   * @default - false
   */
  readonly protectsBootstrapState?: boolean;

  /**
   * Whether replication writes under it.
   * @default - false
   */
  readonly receivesReplicas?: boolean;
}

const dangerous: Caller[] = ["root", "administrator", "breakGlass"];

/** Requests to the policy of a state key. */
export function stateKeyColumns(key: StateKeyUnderTest): Column[] {
  return [...administrationColumns(key), ...stateKeyUse(key)];
}

function column(
  action: string,
  { keyArn }: StateKeyUnderTest,
  allowed: readonly Caller[],
  more: Partial<Column> = {},
): Column {
  return {
    action,
    resource: keyArn,
    resourceAccount: account,
    allowed,
    notAllowed: [...insiders, ...outsiders].filter((caller) => !allowed.includes(caller)),
    ...more,
  };
}

const harmless = [
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

function administrationColumns(key: StateKeyUnderTest): Column[] {
  return [
    ...harmless.map((action) => column(action, key, insiders)),
    ...dangerousKeyActions.map((action) => column(action, key, dangerous, { notAllowed: [] })),
    column("kms:CreateGrant", key, [], { notAllowed: dangerous }),
  ];
}

/** A principal in the account that the key policy does not name has no access, but no explicit Deny either. */
export function stateKeyUse(key: StateKeyUnderTest): Column[] {
  const applying: Caller[] = ["deployer", "terraformUser", "breakGlass"];
  if (key.protectsBootstrapState) applying.push("administrator");
  const copying: Caller[] = key.receivesReplicas ? ["replication"] : [];
  const uses: readonly (readonly [action: string, allowed: readonly Caller[]])[] = [
    ["kms:Decrypt", [...applying, "planner", "replication"]],
    ["kms:GenerateDataKey", [...applying, ...copying]],
    ["kms:Encrypt", copying],
    ["kms:GenerateDataKeyWithoutPlaintext", []],
    ["kms:ReEncryptFrom", []],
  ];
  const through = (service: string) => ({ context: { "kms:ViaService": service }, note: `through ${service}` });
  return uses.flatMap(([action, allowed]) => [
    column(action, key, allowed, through(`s3.${key.region}.amazonaws.com`)),
    column(action, key, [], { note: "directly" }),
    column(action, key, [], through("s3.us-east-1.amazonaws.com")),
    column(action, key, [], through(`secretsmanager.${key.region}.amazonaws.com`)),
  ]);
}
