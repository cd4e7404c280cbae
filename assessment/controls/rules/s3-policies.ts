import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import { partitionOf } from "../../../src/constructs/iam/partition";
import { isMultiplied } from "../../model/nested-blocks";
import { type Policy, policyIn, policyOf } from "../../model/policy";
import type { Block, Stack } from "../../model/project";
import { locationOf } from "../../model/provider";
import { allOf, anyOf, includesAction, includesResource, namesAnyone, type Truth } from "../../model/statements";
import { textOf, valueAt } from "../../model/value";
import { type Rule, ruleOnEach } from "../rule";
import {
  fails,
  nameOf,
  noStatement,
  passes,
  statementsOf,
  undecided,
  type Verdict,
  verdictOnSatellites,
} from "../verdict";
import { foreignPrincipals } from "./other-accounts";

const type = "aws_s3_bucket";
const config = "https://docs.aws.amazon.com/config/latest/developerguide";

/**
 * A verdict on a bucket's policy: that of the resource which attaches one, or else of the bucket's own argument.
 *
 * @param missing verdict on a bucket that has neither
 */
export function verdictOnPolicy(
  bucket: Block,
  stack: Stack,
  missing: Verdict,
  decide: (policy: Policy) => Verdict,
): Verdict {
  const own = policyIn(stack.blocks, bucket.address, bucket.values.policy);
  return verdictOnSatellites(
    stack,
    bucket,
    "aws_s3_bucket_policy",
    (block) =>
      isMultiplied(block)
        ? undecided("Terraform multiplies the policy, which may be none")
        : decide(policyOf(stack.blocks, block.address)),
    own.is === "absent" ? missing : decide(own),
  );
}

/** ARN of a bucket. One whose name only Terraform knows has its address in place of the name. */
export function bucketArn(bucket: Block, stack: Stack): string {
  const name = valueAt(bucket, "bucket");
  const region = locationOf(bucket, stack).region ?? stack.region;
  return `arn:${partitionOf(region)}:s3:::${name.is === "known" ? textOf(name.value) : bucket.address}`;
}

/** A Deny of every action on the bucket and its objects for requests without TLS. */
function requiresTls(bucket: Block, stack: Stack): Verdict {
  const arn = bucketArn(bucket, stack);
  const references = { [`${bucket.address}.arn`]: arn };
  return verdictOnPolicy(bucket, stack, fails("no bucket policy"), (policy) => {
    const { statements, verdict } = statementsOf(policy, fails("no policy"));
    if (!statements) return verdict;
    const truths = statements.map((statement) => deniesPlaintext(statement, arn, references));
    const found = truths.indexOf(true);
    if (found >= 0) return passes(`${nameOf(statements, found)} denies requests without TLS`, "policy");
    return truths.includes("unknown")
      ? undecided("what the Deny of requests without TLS covers is known to Terraform alone", "policy")
      : fails("no statement denies every request without TLS", "policy");
  });
}

function deniesPlaintext(statement: PolicyStatement, arn: string, references: Readonly<Record<string, string>>): Truth {
  const { Effect, NotPrincipal, NotAction, NotResource, Condition = {} } = statement;
  if (NotPrincipal ?? NotAction ?? NotResource) return false;
  const condition = JSON.stringify(Condition).toLowerCase();
  if (Effect !== "Deny" || condition !== '{"bool":{"aws:securetransport":["false"]}}') return false;
  return allOf([
    namesAnyone(statement),
    includesAction(statement, "s3:*"),
    includesResource(statement, arn, references),
    includesResource(statement, `${arn}/*`, references),
  ]);
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
  const none = passes("no policy, and so no access for others");
  const isOpen = (statement: PolicyStatement): Truth =>
    allOf([
      statement.Effect === "Allow",
      foreignPrincipals(statement, account),
      anyOf(actionsOfOwner.map((action) => includesAction(statement, action))),
    ]);
  return verdictOnPolicy(bucket, stack, none, (policy) =>
    noStatement(policy, none, isOpen, "lets another account configure the bucket"),
  );
}

/** Rules on what a bucket's policy denies and allows. */
export const s3PolicyRules: readonly Rule[] = [
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
];
