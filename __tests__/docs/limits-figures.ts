import type { EnvironmentSettings } from "../../src/settings/environment";
import { textSize } from "../../src/constructs/iam/policy-size";
import {
  account,
  anyReferences,
  bootstrap,
  copied,
  inlinePoliciesOf,
  permissionsOf,
} from "../stacks/bootstrap-fixture";
import { dev, prod } from "../support/example";
import { policyDocument } from "../support/policy-document";
import type { Synthesized } from "../support/synthesize";

/** Two of /17 in each /16. */
const environment = (position: number, of: string): EnvironmentSettings =>
  copied({
    ...prod,
    // As long as the name of a cluster can be, with `platform-`.
    name: `stage${position}-`.padEnd(27, "x"),
    account: of,
    network: { ...prod.network, cidr: `10.${Math.floor(position / 2) + 100}.${(position % 2) * 128}.0/17` },
  });

const inOneAccount = [
  dev,
  copied(prod),
  ...Array.from({ length: 48 }, (_, position) => environment(position, account)),
];
const inManyAccounts = [
  copied(prod),
  ...Array.from({ length: 199 }, (_, position) => environment(position, String(100_000_000_000 + position))),
];

const sizes = (policies: readonly object[]) =>
  policies.map((policy) => textSize(JSON.stringify(policy).replace(/\[("[^"]*")\]/g, "$1")));
const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);

function longestPolicy(stack: Synthesized, type: string, argument = "policy"): number {
  const documents = stack.ids(type).map((id) => policyDocument(stack, `${type}.${id}.${argument}`, anyReferences));
  return Math.max(...sizes(documents));
}

/** The most rules in one region, of those that have a text in their pattern. */
function mostRules(stack: Synthesized, text: string): number {
  const perRegion = new Map<unknown, number>();
  for (const { provider, event_pattern: pattern } of Object.values(stack.blocks("aws_cloudwatch_event_rule"))) {
    if (String(pattern).includes(text)) perRegion.set(provider, (perRegion.get(provider) ?? 0) + 1);
  }
  return Math.max(...perRegion.values());
}

function figuresOf(stack: Synthesized): Record<string, number> {
  const [role, ...others] = ["TerraformExecutionRole", "TerraformPlanRole", "TerraformBreakGlassRole"];
  const inline = (name: string) => inlinePoliciesOf(stack, name, anyReferences);
  const managed = (name: string) => permissionsOf(stack, name, anyReferences).length - inline(name).length;
  const patterns = Object.values(stack.blocks("aws_cloudwatch_event_rule")).map((one) => String(one.event_pattern));
  const selectors = stack.at("aws_cloudtrail.audit").event_selector as { data_resource: { values: string[] }[] }[];
  return {
    "inline policies of the role of writers": sum(sizes(inline(role))),
    "managed policies of the role of writers": managed(role),
    "managed policies of another role, most": Math.max(...others.map(managed)),
    "managed policy, longest": longestPolicy(stack, "aws_iam_policy"),
    "policy of a state or log bucket, longest": longestPolicy(stack, "aws_s3_bucket_policy"),
    "policy of a key, longest": longestPolicy(stack, "aws_kms_key"),
    "policy of a topic, longest": longestPolicy(stack, "aws_sns_topic_policy"),
    "trust policy of a role, longest": longestPolicy(stack, "aws_iam_role", "assume_role_policy"),
    "alert rules in a region, most": mostRules(stack, ""),
    "alert rules with wildcards in a region, most": mostRules(stack, '"wildcard"'),
    "pattern of an alert rule, longest": Math.max(...patterns.map(textSize)),
    "data resources of the trail": sum(selectors.map(({ data_resource: [one] }) => one?.values.length ?? 0)),
  };
}

/** Figures of 50 environments in one account, and of one of 200 accounts, by their name in `docs/limits.md`. */
export function limitFigures() {
  const one = figuresOf(bootstrap({}, inOneAccount));
  const each = figuresOf(bootstrap({}, inManyAccounts, "100000000198"));
  return Object.entries(one).map(([name, figure]) => [name, figure, each[name] ?? NaN] as const);
}
