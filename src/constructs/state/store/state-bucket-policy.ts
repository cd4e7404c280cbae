import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { isPresent } from "../../iam/policy-conditions";
import { callerIs, callerIsNot, denyPlaintextTransport, everyone } from "../../iam/policy-parts";
import type { StateAccess } from "../access/state-access";

/** The only key that a bucket accepts, by each name that a request can use. */
export interface RequiredKey {
  readonly keyArn: string;
  readonly aliasArn: string;
  /** With its prefix: `alias/terraform-state`. */
  readonly alias: string;
}

export interface StateBucketPolicyProps {
  readonly bucketArn: string;
  readonly access: StateAccess;

  /**
   * Object key of the bootstrap's own state, if it is stored in this bucket. Only administrators use it.
   * @default - the bootstrap's state is stored in another bucket
   */
  readonly bootstrapStateKey?: string;

  /**
   * Writes under any other key, or without a key, are denied.
   * @default - writes under S3 managed keys are accepted, and no others
   */
  readonly requiredKey?: RequiredKey;

  /**
   * Whether replication writes to the bucket, in addition to reading from it.
   * @default - false
   */
  readonly receivesReplicas?: boolean;
}

const stateActions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];

/**
 * Bucket policy of a state bucket: the permissions of each group, and a Deny of them for all other principals, since
 * within an account an Allow excludes no principal.
 *
 * The Allow statements name the account and limit it by `aws:PrincipalArn`, because S3 refuses a policy that names a
 * role which does not exist yet. So they only delegate: each principal needs the same permissions in its own policy.
 * Read access to the bucket's configuration stays open to the account, since AWS Config and IAM Access Analyzer depend
 * on it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function stateBucketStatements(props: StateBucketPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  return [
    ...allowances(props),
    denyPlaintextTransport(props.bucketArn),
    ...objectDenials(props),
    ...bucketDenials(props),
    ...(props.requiredKey ? keyDenials(props.bucketArn, props.requiredKey) : otherEncryptionDenials(props.bucketArn)),
  ];
}

/** The objects of one state: the state itself and its lock. */
export function stateObjectArns(bucketArn: string, stateKey: string): [state: string, lock: string] {
  return [`${bucketArn}/${stateKey}`, `${bucketArn}/${stateKey}.tflock`];
}

function allowances({ bucketArn, access, bootstrapStateKey }: StateBucketPolicyProps) {
  const { writers, planners, administrators } = access;
  const allow = (sid: string, who: readonly string[], actions: string[], resources: string[]) => ({
    sid,
    principals: [{ type: "AWS", identifiers: [access.root] }],
    actions,
    resources,
    condition: [callerIs(who)],
  });
  const objects = [`${bucketArn}/*`];
  return [
    allow("WritersUseState", writers, stateActions, objects),
    ...(planners.length > 0 ? [allow("ReadersReadState", planners, ["s3:GetObject"], objects)] : []),
    ...(bootstrapStateKey === undefined
      ? []
      : [
          allow(
            "AdministratorsUseBootstrapState",
            administrators,
            stateActions,
            stateObjectArns(bucketArn, bootstrapStateKey),
          ),
        ]),
    allow(
      "TheyListTheBucket",
      [...new Set([...writers, ...planners, ...administrators])],
      ["s3:ListBucket"],
      [bucketArn],
    ),
  ];
}

function objectDenials({ bucketArn, access, bootstrapStateKey, receivesReplicas }: StateBucketPolicyProps) {
  const { root, writers, planners, administrators, breakGlass, replication } = access;
  const bootstrapState = bootstrapStateKey === undefined ? [] : stateObjectArns(bucketArn, bootstrapStateKey);
  // Everything in the bucket except the bootstrap's own state. The bucket itself has separate rules.
  const environmentState =
    bootstrapState.length > 0 ? { notResources: [bucketArn, ...bootstrapState] } : { resources: [`${bucketArn}/*`] };
  const always = [root, ...breakGlass, ...(receivesReplicas ? replication : [])];
  const denials = (state: string, scope: Scope, reading: readonly string[], writing: readonly string[]) => [
    deny(`DenyReading${state}ToOthers`, [...always, ...reading, ...writing, ...replication], {
      actions: ["s3:GetObject*"],
      ...scope,
    }),
    deny(`DenyWriting${state}ToOthers`, [...always, ...writing], { notActions: ["s3:GetObject*"], ...scope }),
  ];
  return [
    ...denials("State", environmentState, planners, writers),
    ...(bootstrapState.length > 0 ? denials("BootstrapState", { resources: bootstrapState }, [], administrators) : []),
    deny("DenyErasingToAllButBreakGlass", breakGlass, {
      actions: ["s3:DeleteObjectVersion", "s3:DeleteBucket"],
      resources: [bucketArn, `${bucketArn}/*`],
    }),
  ];
}

function bucketDenials({ bucketArn, access }: StateBucketPolicyProps) {
  const { root, writers, planners, administrators, breakGlass, replication } = access;
  return [
    deny("DenyListingToOthers", [root, ...breakGlass, ...administrators, ...writers, ...planners, ...replication], {
      actions: ["s3:ListBucket*"],
      resources: [bucketArn],
    }),
    deny("DenyConfiguringToOthers", [root, ...breakGlass, ...administrators], {
      notActions: ["s3:Get*", "s3:List*"],
      resources: [bucketArn],
    }),
  ];
}

/**
 * Without the header, which a negated condition also matches, the write would not name the key. A backend with only
 * `encrypt` requests AES256, which is denied as well.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function keyDenials(bucketArn: string, key: RequiredKey) {
  return [
    denyPut(bucketArn, "DenyOtherEncryption", [notEquals(encryptionHeader, "aws:kms")]),
    denyPut(bucketArn, "DenyOtherKeys", [
      notEquals("s3:x-amz-server-side-encryption-aws-kms-key-id", key.keyArn, key.aliasArn, key.alias),
    ]),
  ];
}

/**
 * Under a KMS key or a key of the caller, the state would be unreadable for all who lack that key. Without a header the
 * bucket's own encryption applies.
 */
function otherEncryptionDenials(bucketArn: string) {
  return [
    denyPut(bucketArn, "DenyOtherEncryption", [isPresent(encryptionHeader), notEquals(encryptionHeader, "AES256")]),
    denyPut(bucketArn, "DenyKeysOfCallers", [isPresent("s3:x-amz-server-side-encryption-customer-algorithm")]),
  ];
}

const encryptionHeader = "s3:x-amz-server-side-encryption";

function denyPut(bucketArn: string, sid: string, condition: DataAwsIamPolicyDocumentStatementCondition[]) {
  return {
    sid,
    effect: "Deny",
    principals: everyone,
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/*`],
    condition,
  };
}

function notEquals(variable: string, ...values: string[]): DataAwsIamPolicyDocumentStatementCondition {
  return { test: "StringNotEquals", variable, values };
}

type Scope = Pick<DataAwsIamPolicyDocumentStatement, "actions" | "notActions" | "resources" | "notResources">;

function deny(sid: string, exempt: readonly string[], scope: Scope): DataAwsIamPolicyDocumentStatement {
  return { sid, effect: "Deny", principals: everyone, ...scope, condition: [callerIsNot([...new Set(exempt)])] };
}
