import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { callerIs, callerIsNot, denyPlaintextTransport, everyone } from "./policy-parts";
import type { StateAccess } from "./state-access";

/** The one key that a bucket accepts, by each name that a request may give it. */
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
   * Key of the bootstrap's own state, when it lies in this bucket: administrators use it, and nobody else does.
   * @default - the bootstrap's state lies elsewhere
   */
  readonly bootstrapStateKey?: string;

  /**
   * Writes under any other key, or under none, are denied.
   * @default - writes under any encryption are accepted
   */
  readonly requiredKey?: RequiredKey;

  /**
   * Whether replication writes into the bucket, besides reading from it.
   * @default - false
   */
  readonly receivesReplicas?: boolean;
}

const stateActions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];

/**
 * Bucket policy of a state bucket: what each group may do, and a Deny of it to everyone else, since within an account an
 * Allow shuts nobody out.
 *
 * The Allows name the account and narrow it by `aws:PrincipalArn`, because S3 refuses a policy that names a role which
 * does not exist yet. So they only delegate: each principal needs the same rights in a policy of its own. Reading the
 * bucket's configuration stays open to the account; AWS Config and IAM Access Analyzer live on it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function stateBucketStatements(props: StateBucketPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  return [
    ...allowances(props),
    denyPlaintextTransport(props.bucketArn),
    ...objectDenials(props),
    ...bucketDenials(props),
    ...(props.requiredKey ? encryptionDenials(props.bucketArn, props.requiredKey) : []),
  ];
}

/** The objects that make up one state: the state itself and its lock. */
export function stateObjectArns(bucketArn: string, stateKey: string): [state: string, lock: string] {
  return [`${bucketArn}/${stateKey}`, `${bucketArn}/${stateKey}.tflock`];
}

function allowances({ bucketArn, access, bootstrapStateKey }: StateBucketPolicyProps) {
  const { writers, readers, administrators } = access;
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
    ...(readers.length > 0 ? [allow("ReadersReadState", readers, ["s3:GetObject"], objects)] : []),
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
      [...new Set([...writers, ...readers, ...administrators])],
      ["s3:ListBucket"],
      [bucketArn],
    ),
  ];
}

function objectDenials({ bucketArn, access, bootstrapStateKey, receivesReplicas }: StateBucketPolicyProps) {
  const { root, writers, readers, administrators, breakGlass, replication } = access;
  const bootstrapState = bootstrapStateKey === undefined ? [] : stateObjectArns(bucketArn, bootstrapStateKey);
  // Everything in the bucket but the bootstrap's own state; the bucket itself is left out, since its rules come apart.
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
    ...denials("State", environmentState, readers, writers),
    ...(bootstrapState.length > 0 ? denials("BootstrapState", { resources: bootstrapState }, [], administrators) : []),
    deny("DenyErasingToAllButBreakGlass", breakGlass, {
      actions: ["s3:DeleteObjectVersion", "s3:DeleteBucket"],
      resources: [bucketArn, `${bucketArn}/*`],
    }),
  ];
}

function bucketDenials({ bucketArn, access }: StateBucketPolicyProps) {
  const { root, writers, readers, administrators, breakGlass, replication } = access;
  return [
    deny("DenyListingToOthers", [root, ...breakGlass, ...administrators, ...writers, ...readers, ...replication], {
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
 * No `IfExists`, so that a request is denied too which says nothing of its encryption. A backend with `encrypt` alone asks
 * for AES256, which is denied as well.
 */
function encryptionDenials(bucketArn: string, key: RequiredKey) {
  const denyPut = (sid: string, variable: string, values: string[]) => ({
    sid,
    effect: "Deny",
    principals: everyone,
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/*`],
    condition: [{ test: "StringNotEquals", variable, values }],
  });
  return [
    denyPut("DenyOtherEncryption", "s3:x-amz-server-side-encryption", ["aws:kms"]),
    denyPut("DenyOtherKeys", "s3:x-amz-server-side-encryption-aws-kms-key-id", [key.keyArn, key.aliasArn, key.alias]),
  ];
}

type Scope = Pick<DataAwsIamPolicyDocumentStatement, "actions" | "notActions" | "resources" | "notResources">;

function deny(sid: string, exempt: readonly string[], scope: Scope): DataAwsIamPolicyDocumentStatement {
  return { sid, effect: "Deny", principals: everyone, ...scope, condition: [callerIsNot([...new Set(exempt)])] };
}
