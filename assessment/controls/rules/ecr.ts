import { listOf, nestedBlocks } from "../../model/nested-blocks";
import type { Block, Project, Stack } from "../../model/project";
import { locationOf } from "../../model/provider";
import { allOf, anyOf, includesAction, type Truth } from "../../model/statements";
import { hasExpression, resourcesOf, valueAt, textOf } from "../../model/value";
import { type Rule, ruleOnEach, ruleOnTypes } from "../rule";
import {
  fails,
  isGiven,
  nameOf,
  passes,
  statementsOf,
  undecided,
  type Verdict,
  verdictOn,
  verdictOnSatellites,
  worst,
} from "../verdict";
import { isCustomerKey } from "./customer-key";
import { isNotForAnyone, policyAt } from "./public-policy";
import { isObject, type Json } from "../../../src/cdktf/terraform-json";

const type = "aws_ecr_repository";

/** A template gives the repositories that ECR itself creates, for a cache, their settings. */
const types = [type, "aws_ecr_repository_creation_template"];
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html";

/** By the repository's own setting, or by that of the registry, which any stack of the account and region can contain. */
function isScanned(repository: Block, stack: Stack, project: Project): Verdict {
  const path = "image_scanning_configuration.scan_on_push";
  const own = verdictOn(repository, path, (value) => value === true);
  if (own.outcome === "passes") return own;
  const name = valueAt(repository, "name");
  const truths = registriesOf(repository, stack, project).map((registry) =>
    scans(registry, name.is === "known" ? textOf(name.value) : undefined),
  );
  const scanned = anyOf(truths);
  if (scanned === true) return passes("a filter of the registry's scanning configuration matches its name");
  return scanned === "unknown" ? undecided("whether the registry scans it is known to Terraform alone") : own;
}

function registriesOf(repository: Block, stack: Stack, { stacks }: Project): readonly Block[] {
  const { account, region } = locationOf(repository, stack);
  return stacks.flatMap((other) =>
    resourcesOf(other, "aws_ecr_registry_scanning_configuration").filter((registry) => {
      const location = locationOf(registry, other);
      return account !== undefined && location.account === account && location.region === region;
    }),
  );
}

/** @param name of a repository; undefined if only Terraform knows it */
function scans(registry: Block, name: string | undefined): Truth {
  const rules = nestedBlocks(registry, "rule");
  if (rules.is === "unknown") return "unknown";
  return anyOf(
    rules.blocks
      .filter(({ scan_frequency: frequency }) => frequency !== "MANUAL")
      .flatMap(({ scan_frequency: frequency, repository_filter: filters }) =>
        listOf(filters).map((filter): Truth => {
          const isUnknown = frequency !== undefined && hasExpression(frequency);
          return allOf([!isUnknown || "unknown", isObject(filter) ? covers(filter.filter, name) : "unknown"]);
        }),
      ),
  );
}

/**
 * A filter without a wildcard matches each name that contains it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-enabling.html
 */
function covers(filter: Json | undefined, name: string | undefined): Truth {
  if (filter === "*") return true;
  if (typeof filter !== "string" || hasExpression(filter) || name === undefined) return "unknown";
  if (!filter.includes("*")) return name.includes(filter);
  const literals = filter.split("*").map((literal) => literal.replace(/[.]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`).test(name);
}

function hasLifecyclePolicy(block: Block, stack: Stack): Verdict {
  if (block.type !== type) return isGiven(block, "lifecycle_policy");
  return verdictOnSatellites(
    stack,
    block,
    "aws_ecr_lifecycle_policy",
    (policy) => isGiven(policy, "policy"),
    undefined,
    "repository",
  );
}

/** Without a key, ECR takes its own in the account, `aws/ecr`. */
function isEncryptedWithCustomerKey(block: Block, stack: Stack): Verdict {
  const encryption = verdictOn(block, "encryption_configuration.encryption_type", (value) =>
    ["KMS", "KMS_DSSE"].includes(textOf(value)),
  );
  return worst([encryption, isCustomerKey(block, "encryption_configuration.kms_key", stack)]);
}

function accessIsLimited(repository: Block, stack: Stack): Verdict {
  const none = passes("no policy, and so no access that the account's IAM does not allow");
  return verdictOnSatellites(
    stack,
    repository,
    "aws_ecr_repository_policy",
    (policy) => worst([isNotForAnyone(policyAt(stack, policy), none), allowsNoEveryAction(policy, stack)]),
    none,
    "repository",
  );
}

function allowsNoEveryAction(policy: Block, stack: Stack): Verdict {
  const { statements, verdict } = statementsOf(policyAt(stack, policy), passes("no statement"));
  if (!statements) return verdict;
  const truths = statements.map((statement): Truth =>
    statement.Effect === "Allow" ? includesAction(statement, "ecr:*") : false,
  );
  const open = truths.indexOf(true);
  if (open >= 0) return fails(`${nameOf(statements, open)} allows every action of ECR`, "policy");
  return truths.includes("unknown")
    ? undecided("what the policy allows is known to Terraform alone", "policy")
    : passes("no statement allows every action of ECR", "policy");
}

/** Rules on image repositories. */
export const ecrRules: readonly Rule[] = [
  ruleOnEach({
    id: "ecr-scans-images",
    demands: "The images of each repository are scanned.",
    type,
    see: `${controls}#ecr-1`,
    decide: isScanned,
  }),
  ruleOnTypes({
    id: "ecr-tags-are-immutable",
    demands: "No tag of a repository can be moved, without exceptions.",
    types,
    see: `${controls}#ecr-2`,
    decide: (block) => verdictOn(block, "image_tag_mutability", (value) => value === "IMMUTABLE"),
  }),
  ruleOnTypes({
    id: "ecr-has-lifecycle-policy",
    demands: "Each repository has a lifecycle policy.",
    types,
    see: `${controls}#ecr-3`,
    decide: hasLifecyclePolicy,
  }),
  ruleOnTypes({
    id: "ecr-is-encrypted-with-customer-key",
    demands: "Each repository encrypts images under a customer managed key.",
    types,
    see: `${controls}#ecr-5`,
    decide: isEncryptedWithCustomerKey,
  }),
  ruleOnEach({
    id: "ecr-access-is-limited",
    demands: "No policy of a repository lets anyone in, or allows every action of ECR.",
    type,
    see: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    decide: accessIsLimited,
  }),
];
