import type { Json } from "../../../src/cdktf/terraform-json";
import type { Block, Project, Stack } from "../../model/project";
import { locationOf } from "../../model/provider";
import { referenceOf, resourcesOf, textOf, valueAt } from "../../model/value";
import { type Decision, type Rule, ruleOnEach } from "../rule";
import { oneOf, fails, isGiven, nested, passes, undecided, type Verdict, verdictOn, worst } from "../verdict";
import { isCustomerKey } from "./customer-key";
import { blocksPublicAccess } from "./s3-access";
import { logsAccess } from "./s3-data";

const type = "aws_cloudtrail";
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html";
const config = "https://docs.aws.amazon.com/config/latest/developerguide";

/** Accounts in which the stacks create resources, with the trails that belong to them. */
function trailsByAccount(project: Project) {
  const accounts = new Map<string, { stack: Stack; trail: Block }[]>();
  for (const stack of project.stacks) {
    if (!accounts.has(stack.account)) accounts.set(stack.account, []);
    for (const trail of resourcesOf(stack, type)) {
      const account = locationOf(trail, stack).account ?? stack.account;
      accounts.set(account, [...(accounts.get(account) ?? []), { stack, trail }]);
    }
  }
  return accounts;
}

/**
 * A decision for each account: a trail of these stacks that satisfies the rule, or else what another trail of the account
 * or of its organization would have to record.
 */
function inEachAccount(
  project: Project,
  decide: (trail: Block) => Verdict,
  otherwise: (account: string, closest: Verdict | undefined) => Verdict,
): readonly Decision[] {
  return [...trailsByAccount(project)].map(([account, trails]) => {
    const decided = trails.map(({ stack, trail }) => ({ stack: stack.name, address: trail.address, ...decide(trail) }));
    const [closest] = decided;
    const best = decided.find(({ outcome }) => outcome === "passes");
    if (best) return best;
    const stack = closest?.stack ?? project.stacks.find((candidate) => candidate.account === account)?.name ?? "";
    return { stack, ...(closest && { address: closest.address }), ...otherwise(account, closest) };
  });
}

function coversRegions(trail: Block): Verdict {
  return worst([
    verdictOn(trail, "is_multi_region_trail", oneOf(true)),
    verdictOn(trail, "enable_logging", oneOf(true), "passes"),
  ]);
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html */
function recordsManagementEvents(trail: Block): Verdict {
  const advanced = valueAt(trail, "advanced_event_selector");
  if (advanced.is !== "absent") return recordsManagementEventsByFields(trail);
  const selectors = nested(trail.values.event_selector) as readonly Selector[];
  if (valueAt(trail, "event_selector").is === "absent") return passes("no event_selector: every management event");
  const complete = selectors.some(
    (selector) =>
      (selector.include_management_events ?? true) === true &&
      (selector.read_write_type ?? "All") === "All" &&
      (selector.exclude_management_event_sources ?? []).length === 0,
  );
  if (complete) return passes("reads and writes of every service are recorded", "event_selector");
  return valueAt(trail, "event_selector").is === "unknown"
    ? undecided("event_selector is known to Terraform alone", "event_selector")
    : fails("no event_selector records reads and writes of every service", "event_selector");
}

interface Selector {
  readonly include_management_events?: Json;
  readonly read_write_type?: Json;
  readonly exclude_management_event_sources?: readonly Json[];
  readonly data_resource?: Json;
}

function recordsManagementEventsByFields(trail: Block): Verdict {
  const path = "advanced_event_selector.field_selector";
  const complete = nested(trail.values.advanced_event_selector).some((selector) => {
    const fields = nested((selector as { field_selector?: Json }).field_selector) as readonly {
      field?: Json;
      equals?: Json;
    }[];
    const [only] = fields;
    return fields.length === 1 && only?.field === "eventCategory" && JSON.stringify(only.equals) === '["Management"]';
  });
  return complete
    ? passes("reads and writes of every service are recorded", path)
    : undecided("whether these selectors record every management event is not examined", path);
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html */
function recordsEveryObject(trail: Block, kind: "ReadOnly" | "WriteOnly"): Verdict {
  const selectors = nested(trail.values.event_selector) as readonly Selector[];
  const values = selectors
    .filter(({ read_write_type }) => ["All", kind].includes(textOf(read_write_type ?? "All")))
    .flatMap(({ data_resource }) => nested(data_resource) as readonly { type?: Json; values?: Json }[])
    .filter((resource) => resource.type === "AWS::S3::Object")
    .flatMap(({ values: list }) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  const all = values.some((value) => /^arn:[\w-]+:s3(:::)?$/.test(textOf(value)));
  if (all) return worst([coversRegions(trail), passes("the objects of every bucket are recorded", "event_selector")]);
  const buckets = values.length === 1 ? "1 bucket" : `${values.length} buckets`;
  return undecided(`the objects of ${buckets} are recorded`, "event_selector.data_resource");
}

function everyBucket(kind: "ReadOnly" | "WriteOnly") {
  return (project: Project) =>
    inEachAccount(
      project,
      (trail) => recordsEveryObject(trail, kind),
      (account, closest) =>
        undecided(
          `${closest ? `${closest.found} by this trail` : "no trail in these stacks"}; ` +
            `whether another trail of account ${account} or of its organization records all buckets is known there`,
        ),
    );
}

/** A rule on the bucket in which a trail stores its files. */
function onBucketOf(trail: Block, stack: Stack, decide: (bucket: Block, stack: Stack) => Verdict): Verdict {
  const name = trail.values.s3_bucket_name;
  const bucket =
    stack.blocks.get(referenceOf(name)?.address ?? "") ??
    resourcesOf(stack, "aws_s3_bucket").find(({ values }) => values.bucket === name);
  return bucket ? decide(bucket, stack) : undecided("the bucket is not in this stack", "s3_bucket_name");
}

/** Rules on CloudTrail. */
export const cloudtrailRules: readonly Rule[] = [
  {
    id: "trail-records-management-events-of-all-regions",
    demands: "In each account a trail records the reads and writes of every service in all regions.",
    types: [type],
    see: `${config}/multi-region-cloudtrail-enabled.html`,
    decide: (project) =>
      inEachAccount(
        project,
        (trail) => worst([coversRegions(trail), recordsManagementEvents(trail)]),
        (account, closest) =>
          closest ??
          undecided(`no trail in these stacks; another trail of account ${account} or of its organization may`),
      ),
  },
  ruleOnEach({
    id: "trail-is-encrypted-with-customer-key",
    demands: "Each trail encrypts its files with a customer managed key.",
    type,
    see: `${controls}#cloudtrail-2`,
    decide: (trail, stack) => isCustomerKey(trail, "kms_key_id", stack),
  }),
  ruleOnEach({
    id: "trail-validates-log-files",
    demands: "Each trail signs its files, so that a change of one is found.",
    type,
    see: `${controls}#cloudtrail-4`,
    decide: (trail) => verdictOn(trail, "enable_log_file_validation", oneOf(true)),
  }),
  ruleOnEach({
    id: "trail-sends-to-cloudwatch-logs",
    demands: "Each trail sends its events to CloudWatch Logs too.",
    type,
    see: `${controls}#cloudtrail-5`,
    decide: (trail) => isGiven(trail, "cloud_watch_logs_group_arn"),
  }),
  ruleOnEach({
    id: "trail-bucket-is-not-public",
    demands: "The bucket of each trail blocks public access.",
    type,
    see: `${controls}#cloudtrail-6`,
    decide: (trail, stack) => onBucketOf(trail, stack, blocksPublicAccess),
  }),
  ruleOnEach({
    id: "trail-bucket-logs-access",
    demands: "S3 logs each access to the bucket of each trail.",
    type,
    see: `${controls}#cloudtrail-7`,
    decide: (trail, stack) => onBucketOf(trail, stack, logsAccess),
  }),
  {
    id: "trail-records-all-object-writes",
    demands: "In each account a trail records each write of an object in every bucket.",
    types: [type],
    see: `${config}/cloudtrail-all-write-s3-data-event-check.html`,
    decide: everyBucket("WriteOnly"),
  },
  {
    id: "trail-records-all-object-reads",
    demands: "In each account a trail records each read of an object in every bucket.",
    types: [type],
    see: `${config}/cloudtrail-all-read-s3-data-event-check.html`,
    decide: everyBucket("ReadOnly"),
  },
];
