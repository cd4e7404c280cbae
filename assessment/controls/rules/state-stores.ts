import type { Json } from "../../../src/cdktf/terraform-json";
import { nestedBlocks } from "../../model/nested-blocks";
import type { Block, Project, Stack } from "../../model/project";
import { keyAliasIn } from "../../model/key-alias";
import { locationOf } from "../../model/provider";
import { referenceOf, resourcesOf, satellitesOf, textOf, valueAt } from "../../model/value";
import type { Decision, Rule } from "../rule";
import { fails, nested, oneOf, passes, undecided, type Verdict, verdictOn, worst } from "../verdict";
import { backendOf } from "../../model/stack";
import { blocksPublicAccess } from "./s3-access";
import { encryptsWith, isVersioned } from "./s3-data";
import { bucketArn } from "./s3-policies";
import { namesItsPrincipals } from "./state-principals";
import { lifecycleKeepsVersions, writersCannotErase } from "./state-versions";

/** A bucket that stores states, and the stack that declares it. */
interface Store {
  readonly bucket: Block;
  readonly stack: Stack;

  /** The stacks whose states it stores. */
  readonly users: readonly Stack[];
}

/** A decision on each bucket that stores a state, and on each stack whose bucket none of the stacks declares. */
function onEachStore(
  id: string,
  demands: string,
  see: string,
  decide: (store: Store, project: Project) => Verdict,
): Rule {
  return {
    id,
    demands,
    types: ["aws_s3_bucket"],
    see,
    decide: (project) => {
      const stores = storesOf(project);
      const declared = stores.flatMap(({ users }) => users);
      const unseen = project.stacks.filter((stack) => !declared.includes(stack));
      return [
        ...stores.map((store) => ({
          stack: store.stack.name,
          address: store.bucket.address,
          ...decide(store, project),
        })),
        ...unseen.map(undeclared),
      ];
    },
  };
}

function storesOf(project: Project): Store[] {
  return project.stacks.flatMap((stack) =>
    resourcesOf(stack, "aws_s3_bucket").flatMap((bucket) => {
      const users = project.stacks.filter((user) => backendOf(user)?.bucket === bucket.values.bucket);
      return users.length === 0 || bucket.values.bucket === undefined ? [] : [{ bucket, stack, users }];
    }),
  );
}

function undeclared(stack: Stack): Decision {
  const bucket = backendOf(stack)?.bucket;
  const verdict =
    bucket === undefined
      ? fails("no S3 backend", "terraform.backend")
      : undecided(`none of these stacks declares the bucket ${JSON.stringify(bucket)}`, "terraform.backend.s3.bucket");
  return { stack: stack.name, ...verdict };
}

function keyOf(user: Stack): string {
  return textOf(backendOf(user)?.key);
}

/** Encryption of the bucket, and the same key in each backend, whose own setting prevails over the bucket's. */
function isEncrypted({ bucket, stack, users }: Store): Verdict {
  const byKey = encryptsWith(bucket, stack, ["aws:kms", "aws:kms:dsse"]);
  if (byKey.outcome === "fails") {
    const other = users.find((user) => backendOf(user)?.kms_key_id !== undefined);
    const ownKeys = encryptsWith(bucket, stack, ["AES256"]);
    if (other === undefined || ownKeys.outcome !== "passes") return ownKeys;
    return fails(`the backend of ${other.name} names a key, and ${ownKeys.found}`, "kms_key_id");
  }
  return worst([byKey, ...users.map((user) => usesKey(user, bucket, stack))]);
}

/** The keys under which a bucket encrypts by default: references, ARNs or aliases. */
function keysOf(bucket: Block, stack: Stack): string[] {
  const type = "aws_s3_bucket_server_side_encryption_configuration";
  return satellitesOf(stack, type, "bucket", bucket).map((block) => {
    const key = valueAt(block, "rule.apply_server_side_encryption_by_default.kms_master_key_id");
    return key.is === "absent" ? "" : key.is === "known" ? textOf(key.value) : key.expression;
  });
}

/** Whether a backend stores its state under a key of the bucket, which it names by an alias or an ARN. */
function usesKey(user: Stack, bucket: Block, stack: Stack): Verdict {
  const key = backendOf(user)?.kms_key_id;
  if (key === undefined || key === "")
    return fails(`the backend of ${user.name} names no key, and so stores its state under S3's own`, "kms_key_id");
  const keys = keysOf(bucket, stack);
  const alias = keyAliasIn(stack, textOf(key), locationOf(bucket, stack).region);
  const target = referenceOf(alias?.values.target_key_id)?.address;
  if (keys.includes(textOf(key)) || keys.some((one) => target !== undefined && referenceOf(one)?.address === target))
    return passes(`the backend of ${user.name} uses ${textOf(key)}`, "kms_key_id");
  return (target === undefined ? undecided : fails)(
    `the backend of ${user.name} uses ${textOf(key)}, the bucket ${keys.join(", ") || "AWS's own key"}`,
    "kms_key_id",
  );
}

function isRecorded({ bucket, stack }: Store, project: Project): Verdict {
  const { account } = locationOf(bucket, stack);
  const arn = bucketArn(bucket, stack);
  const trails = project.stacks.flatMap((of) =>
    resourcesOf(of, "aws_cloudtrail").filter((trail) => locationOf(trail, of).account === account),
  );
  const recording = trails.find((trail) => recordsObjectsOf(trail, arn, bucket));
  if (recording) {
    const enabled = verdictOn(recording, "enable_logging", oneOf(true), "passes");
    return enabled.outcome === "passes" ? passes(`${recording.address} records each read and write`) : enabled;
  }
  const unclear = trails.find(
    (trail) =>
      trail.values.advanced_event_selector !== undefined || nestedBlocks(trail, "event_selector").is === "unknown",
  );
  return unclear
    ? undecided(`which objects ${unclear.address} records is not examined: its selectors are advanced or generated`)
    : fails(`no aws_cloudtrail of account ${account ?? "unknown"} records reads and writes of its objects`);
}

function recordsObjectsOf({ values }: Block, arn: string, { address }: Block): boolean {
  const recorded = [`${arn}/`, `\${${address}.arn}/`, arn.replace(/:::.*/, ""), arn.replace(/:::.*/, ":::")];
  return nested(values.event_selector).some((block) => {
    const { read_write_type: kind, data_resource: data } = block as { read_write_type?: Json; data_resource?: Json };
    const resources = nested(data) as readonly { type?: Json; values?: Json }[];
    const isRecording = resources.some(
      (resource) =>
        resource.type === "AWS::S3::Object" &&
        Array.isArray(resource.values) &&
        (resource.values as readonly Json[]).some((value) => recorded.includes(textOf(value))),
    );
    return (kind ?? "All") === "All" && isRecording;
  });
}

function cannotBeDestroyed({ bucket }: Store): Verdict {
  return worst([
    verdictOn(bucket, "lifecycle.prevent_destroy", oneOf(true)),
    verdictOn(bucket, "force_destroy", oneOf(false), "passes"),
  ]);
}

const s3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

/** Rules on the buckets that store states. */
export const stateStoreRules: readonly Rule[] = [
  onEachStore(
    "state-store-is-encrypted",
    "The bucket of each state encrypts it, and the stack asks for the same key.",
    `${s3}/UsingServerSideEncryption.html`,
    isEncrypted,
  ),
  onEachStore(
    "state-store-keeps-versions",
    "The bucket of each state keeps earlier versions of it.",
    `${s3}/Versioning.html`,
    ({ bucket, stack }) => isVersioned(bucket, stack),
  ),
  onEachStore(
    "state-store-lifecycle-keeps-versions",
    "No lifecycle rule expires a state, or removes a version of it within 90 days after it was replaced.",
    `${s3}/lifecycle-configuration-examples.html`,
    ({ bucket, stack, users }) => lifecycleKeepsVersions(bucket, stack, users.map(keyOf)),
  ),
  onEachStore(
    "state-writers-cannot-erase-versions",
    "The policy of each state's bucket denies erasing versions and the bucket to all whom it allows to write.",
    `${s3}/DeletingObjectVersions.html`,
    ({ bucket, stack, users }) => writersCannotErase(bucket, stack, users.map(keyOf)),
  ),
  onEachStore(
    "state-store-blocks-public-access",
    "The bucket of each state blocks public access.",
    `${s3}/access-control-block-public-access.html`,
    ({ bucket, stack }) => blocksPublicAccess(bucket, stack),
  ),
  onEachStore(
    "state-store-names-its-principals",
    "The bucket of each state denies using states and configuring it to every principal that its policy does not name.",
    `${s3}/example-bucket-policies.html`,
    ({ bucket, stack, users }) => namesItsPrincipals(bucket, stack, users.map(keyOf)),
  ),
  onEachStore(
    "state-access-is-recorded",
    "A trail of the account records each read and write of each state.",
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
    isRecorded,
  ),
  onEachStore(
    "state-store-cannot-be-destroyed",
    "Terraform refuses to destroy the bucket of a state.",
    "https://developer.hashicorp.com/terraform/language/meta-arguments/prevent_destroy",
    cannotBeDestroyed,
  ),
];
