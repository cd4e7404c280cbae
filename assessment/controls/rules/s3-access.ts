import { partitionOf } from "../../../src/constructs/iam/partition";
import { policyIn, policyOf } from "../../model/policy";
import type { Block, Stack } from "../../model/project";
import { locationOf } from "../../model/provider";
import {
  allOf,
  allowsAnyone,
  anyOf,
  includesAction,
  includesResource,
  namesAnyone,
  type Truth,
} from "../../model/statements";
import { textOf, valueAt } from "../../model/value";
import { ruleOnEach, type Rule } from "../rule";
import {
  fails,
  nameOf,
  oneOf,
  passes,
  statementsOf,
  undecided,
  type Verdict,
  verdictOn,
  verdictOnSatellites,
  worst,
} from "../verdict";
import { foreignPrincipals } from "./other-accounts";

const type = "aws_s3_bucket";
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html";
const config = "https://docs.aws.amazon.com/config/latest/developerguide";

const flags = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** The four settings of Block Public Access of a bucket. */
export function blocksPublicAccess(bucket: Block, stack: Stack): Verdict {
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_public_access_block", (block) => {
    const [first, ...others] = flags.map((flag) => verdictOn(block, flag, oneOf(true)));
    const verdict = first ? worst([first, ...others]) : fails("no flag");
    return verdict.outcome === "passes" ? passes("all four flags are true", "block_public_acls") : verdict;
  });
}

/** Whether anyone may read or write objects: by the bucket's policy, or by its access control list. */
function isNotPublic(bucket: Block, stack: Stack, actions: readonly string[]): Verdict {
  return worst([policyIsNotPublic(bucket, stack, actions), listIsNotPublic(bucket, stack)]);
}

function policyIsNotPublic(bucket: Block, stack: Stack, actions: readonly string[]): Verdict {
  const restricted = flagIsTrue(bucket, stack, "restrict_public_buckets");
  if (restricted.outcome === "passes") return restricted;
  return verdictOnPolicy(bucket, stack, passes("no policy, and so no access for others"), (block) => {
    const { statements, verdict } = statementsOf(policyOf(stack.blocks, block.address), passes("no policy"));
    if (!statements) return verdict;
    const isOpen = (position: number): Truth => {
      const statement = statements[position];
      if (!statement) return false;
      return allOf([allowsAnyone(statement), anyOf(actions.map((action) => includesAction(statement, action)))]);
    };
    const open = statements.findIndex((_, position) => isOpen(position) === true);
    if (open >= 0) return fails(`${nameOf(statements, open)} allows it to anyone`, "policy");
    const unclear = statements.findIndex((_, position) => isOpen(position) === "unknown");
    if (unclear >= 0) return undecided(`the principals of ${nameOf(statements, unclear)} are known to Terraform alone`);
    return passes("no statement allows it to anyone", "policy");
  });
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

/** Of the bucket's policy: the argument of the bucket, or a resource of its own. */
function verdictOnPolicy(bucket: Block, stack: Stack, missing: Verdict, decide: (block: Block) => Verdict): Verdict {
  const own = policyIn(stack.blocks, bucket.address, bucket.values.policy);
  return verdictOnSatellites(
    stack,
    bucket,
    "aws_s3_bucket_policy",
    decide,
    own.is === "absent" ? missing : decide(bucket),
  );
}

/** A Deny of every action on the bucket and its objects for requests without TLS. */
function requiresTls(bucket: Block, stack: Stack): Verdict {
  return verdictOnPolicy(bucket, stack, fails("no bucket policy"), (block) => {
    const { statements, verdict } = statementsOf(policyOf(stack.blocks, block.address), fails("no policy"));
    if (!statements) return verdict;
    const arn = bucketArn(bucket, stack);
    const truths = statements.map((statement) => {
      const { Effect, Condition = {} } = statement;
      const [[test, keys] = ["", {}], ...more] = Object.entries(Condition);
      const isPlaintext =
        more.length === 0 &&
        test === "Bool" &&
        JSON.stringify(keys).toLowerCase() === '{"aws:securetransport":["false"]}';
      if (Effect !== "Deny" || !isPlaintext) return false;
      const references = { [`${bucket.address}.arn`]: arn };
      return allOf([
        namesAnyone(statement),
        includesAction(statement, "s3:*"),
        includesResource(statement, arn, references),
        includesResource(statement, `${arn}/any`, references),
      ]);
    });
    const found = truths.indexOf(true);
    if (found >= 0) return passes(`${nameOf(statements, found)} denies requests without TLS`, "policy");
    return anyOf(truths) === "unknown"
      ? undecided("what the Deny of requests without TLS covers is known to Terraform alone", "policy")
      : fails("no statement denies every request without TLS", "policy");
  });
}

/** ARN of a bucket. One whose name only Terraform knows has its address in place of the name. */
export function bucketArn(bucket: Block, stack: Stack): string {
  const name = valueAt(bucket, "bucket");
  const region = locationOf(bucket, stack).region ?? stack.region;
  return `arn:${partitionOf(region)}:s3:::${name.is === "known" ? textOf(name.value) : bucket.address}`;
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6 */
const actionsOfOwner = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

function restrictsOtherAccounts(bucket: Block, stack: Stack): Verdict {
  const { account } = locationOf(bucket, stack);
  return verdictOnPolicy(bucket, stack, passes("no policy, and so no access for others"), (block) => {
    const { statements, verdict } = statementsOf(policyOf(stack.blocks, block.address), passes("no policy"));
    if (!statements) return verdict;
    const truths = statements.map((statement) =>
      statement.Effect === "Allow"
        ? allOf([
            foreignPrincipals(statement, account),
            anyOf(actionsOfOwner.map((action) => includesAction(statement, action))),
          ])
        : false,
    );
    const open = truths.indexOf(true);
    if (open >= 0) return fails(`${nameOf(statements, open)} lets another account configure the bucket`, "policy");
    return truths.includes("unknown")
      ? undecided("whether principals are of another account is known to Terraform alone", "policy")
      : passes("no statement lets another account configure the bucket", "policy");
  });
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
    decide: (bucket, stack) => isNotPublic(bucket, stack, ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"]),
  }),
  ruleOnEach({
    id: "s3-bucket-is-not-publicly-writable",
    demands: "Neither policy nor access control list of a bucket lets anyone write.",
    type,
    see: `${config}/s3-bucket-public-write-prohibited.html`,
    decide: (bucket, stack) =>
      isNotPublic(bucket, stack, ["s3:PutObject", "s3:DeleteObject", "s3:PutBucketPolicy", "s3:PutObjectAcl"]),
  }),
  ruleOnEach({
    id: "s3-bucket-requires-tls",
    demands: "The policy of each bucket denies every request without TLS.",
    type,
    see: `${config}/s3-bucket-ssl-requests-only.html`,
    decide: requiresTls,
  }),
  ruleOnEach({
    id: "s3-bucket-policy-restricts-other-accounts",
    demands: "No bucket policy lets another account change the bucket's policy, encryption or access control lists.",
    type,
    see: `${config}/s3-bucket-blacklisted-actions-prohibited.html`,
    decide: restrictsOtherAccounts,
  }),
  ruleOnEach({
    id: "s3-bucket-disables-acls",
    demands: "Each bucket enforces the ownership of its owner, which disables access control lists.",
    type,
    see: `${controls}#s3-12`,
    decide: disablesLists,
  }),
];
