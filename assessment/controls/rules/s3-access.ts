import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import type { Block, Stack } from "../../model/project";
import { allOf, allowsAnyone, anyOf, includesAction } from "../../model/statements";
import { valueAt } from "../../model/value";
import { type Rule, ruleOnEach } from "../rule";
import {
  fails,
  noStatement,
  oneOf,
  passes,
  undecided,
  type Verdict,
  verdictOn,
  verdictOnSatellites,
  worst,
} from "../verdict";
import { verdictOnPolicy } from "./s3-policies";

const type = "aws_s3_bucket";
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html";
const config = "https://docs.aws.amazon.com/config/latest/developerguide";

const noPolicy = passes("no policy, and so no access for others");

const flags = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** The four settings of Block Public Access of a bucket. */
export function blocksPublicAccess(bucket: Block, stack: Stack): Verdict {
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_public_access_block", (block) => {
    const [first, ...others] = flags.map((flag) => verdictOn(block, flag, oneOf(true)));
    const verdict = first ? worst([first, ...others]) : fails("no flag");
    return verdict.outcome === "passes" ? passes("all four flags are true", "block_public_acls") : verdict;
  });
}

const readingActions = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"];
const writingActions = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutLifecycleConfiguration",
  "s3:PutObject",
  "s3:PutObjectAcl",
];

/** Whether anyone may read or write objects: by the bucket's policy, or by its access control list. */
function isNotPublic(bucket: Block, stack: Stack, actions: readonly string[]): Verdict {
  return worst([policyIsNotPublic(bucket, stack, actions), listIsNotPublic(bucket, stack)]);
}

function policyIsNotPublic(bucket: Block, stack: Stack, actions: readonly string[]): Verdict {
  const restricted = flagIsTrue(bucket, stack, "restrict_public_buckets");
  if (restricted.outcome === "passes") return restricted;
  const isOpen = (statement: PolicyStatement) =>
    allOf([allowsAnyone(statement), anyOf(actions.map((action) => includesAction(statement, action)))]);
  return verdictOnPolicy(bucket, stack, noPolicy, (policy) =>
    noStatement(policy, noPolicy, isOpen, "allows it to anyone"),
  );
}

const isPrivate = oneOf(
  "private",
  "bucket-owner-read",
  "bucket-owner-full-control",
  "log-delivery-write",
  "aws-exec-read",
);

function listIsNotPublic(bucket: Block, stack: Stack): Verdict {
  const disabled = flagIsTrue(bucket, stack, "ignore_public_acls");
  if (disabled.outcome === "passes") return disabled;
  if (disablesLists(bucket, stack).outcome === "passes") return passes("access control lists are disabled");
  const none = passes("no access control list");
  const own = verdictOn(bucket, "acl", isPrivate, "passes");
  const satellite = verdictOnSatellites(stack, bucket, "aws_s3_bucket_acl", grantsNoOne, none);
  return worst([satellite, own]);
}

function grantsNoOne(block: Block): Verdict {
  if (valueAt(block, "access_control_policy").is !== "absent")
    return undecided("the grants of access_control_policy are not examined", "access_control_policy");
  return verdictOn(block, "acl", isPrivate);
}

function flagIsTrue(bucket: Block, stack: Stack, flag: string): Verdict {
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_public_access_block", (block) =>
    verdictOn(block, flag, oneOf(true)),
  );
}

function disablesLists(bucket: Block, stack: Stack): Verdict {
  const ownership = verdictOnSatellites(stack, bucket, "aws_s3_bucket_ownership_controls", (block) =>
    verdictOn(block, "rule.object_ownership", oneOf("BucketOwnerEnforced")),
  );
  const lists = verdictOnSatellites(
    stack,
    bucket,
    "aws_s3_bucket_acl",
    () => fails("an access control list is set"),
    passes("no aws_s3_bucket_acl"),
  );
  return worst([ownership, lists]);
}

/** Rules on who can reach a bucket. */
export const s3AccessRules: readonly Rule[] = [
  ruleOnEach({
    id: "s3-bucket-blocks-public-access",
    demands: "The four settings of Block Public Access are on for each bucket.",
    type,
    see: `${controls}#s3-8`,
    decide: blocksPublicAccess,
  }),
  ruleOnEach({
    id: "s3-bucket-is-not-publicly-readable",
    demands: "Neither policy nor access control list of a bucket lets anyone read.",
    type,
    see: `${config}/s3-bucket-public-read-prohibited.html`,
    decide: (bucket, stack) => isNotPublic(bucket, stack, readingActions),
  }),
  ruleOnEach({
    id: "s3-bucket-is-not-publicly-writable",
    demands: "Neither policy nor access control list of a bucket lets anyone write.",
    type,
    see: `${config}/s3-bucket-public-write-prohibited.html`,
    decide: (bucket, stack) => isNotPublic(bucket, stack, writingActions),
  }),
  ruleOnEach({
    id: "s3-bucket-disables-acls",
    demands: "Each bucket enforces the ownership of its owner, which disables access control lists.",
    type,
    see: `${controls}#s3-12`,
    decide: disablesLists,
  }),
];
