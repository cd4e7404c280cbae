import { reportMarkdown } from "../../../src/commands/plan-report/render/markdown";
import { reportText } from "../../../src/commands/plan-report/render/text";
import { reportOf } from "../../../src/commands/plan-report/report";
import { change, reportOn, reportWith } from "./plan-of";

const canary = "CANARY-9f8e7d6c";
const encoded = Buffer.from(`#!/bin/sh\nexport TOKEN=${canary}\n`).toString("base64");

/** Every format of a report about a plan. */
function formats(changes: unknown[], more: object = {}, env: NodeJS.ProcessEnv = {}): Record<string, string> {
  const report = reportWith(reportOn(changes, more, env));
  return { text: reportText(report), markdown: reportMarkdown(report), json: JSON.stringify(report) };
}

const marked = { name: canary };
const vpc = (inside: object, outside: object = {}) => change("aws_vpc.vpc", ["update"], { ...inside, outside });
const sensitive = vpc({
  before: { tags: { a: "x" } },
  after: { tags: { a: canary } },
  after_sensitive: { tags: { a: true } },
});

/** A canary in each place of plan JSON. */
const places: Record<string, [changes: unknown[], more?: object, env?: NodeJS.ProcessEnv]> = {
  "before, marked": [
    [vpc({ before: { cidr_block: canary }, after: { cidr_block: "x" }, before_sensitive: { cidr_block: true } })],
  ],
  "after, marked": [[sensitive]],
  "a subtree that a mask of true covers": [
    [vpc({ before: {}, after: { tags: { a: { b: canary } } }, after_sensitive: true })],
  ],
  "an attribute of an unknown type": [
    [change("vault_secret.a", ["update"], { before: { value: "x" }, after: { value: canary } })],
  ],
  "the keys of a map of an unknown type": [
    [change("vault_secret.a", ["create"], { after: { data: { [canary]: "x" } } })],
  ],
  "an attribute that is not on the allow-list": [[vpc({ before: {}, after: { ipv6_cidr_block: canary } })]],
  "user data in Base64": [[change("aws_launch_template.a", ["update"], { before: {}, after: { user_data: encoded } })]],
  "a condition of a policy": [
    [
      change("aws_iam_role.a", ["create"], {
        after: {
          assume_role_policy: JSON.stringify({
            Statement: {
              Effect: "Allow",
              Principal: "*",
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": canary } },
            },
          }),
        },
      }),
    ],
  ],
  "a policy that is marked": [
    [
      change("aws_iam_role.a", ["create"], {
        after: { assume_role_policy: JSON.stringify({ Statement: [{ Sid: canary }] }) },
        after_sensitive: { assume_role_policy: true },
      }),
    ],
  ],
  "the path that forces a replacement": [
    [change("aws_vpc.a", ["delete", "create"], { before: {}, replace_paths: [["data", canary]] })],
  ],
  "an import id": [[vpc({ before: {}, after: {}, importing: { id: canary } })]],
  "a key of for_each": [[change(`aws_vpc.vpc["${canary}"]`, ["create"])]],
  "a key of for_each before a move": [[vpc({}, { previous_address: `aws_vpc.vpc["${canary}"]` })]],
  variables: [
    [vpc({ before: {}, after: { cidr_block: canary } })],
    { variables: { a: { value: canary } }, configuration: { root_module: { variables: { a: { sensitive: true } } } } },
  ],
  "the default of a variable": [
    [vpc({ before: {}, after: { cidr_block: canary } })],
    { configuration: { root_module: { variables: { a: { sensitive: true, default: { inner: canary } } } } } },
  ],
  "constants of the configuration": [
    [vpc({ before: {}, after: { cidr_block: canary } })],
    {
      configuration: {
        root_module: { resources: [{ address: "a.b", expressions: { password: { constant_value: canary } } }] },
      },
    },
  ],
  "a provider block": [
    [vpc({ before: {}, after: { cidr_block: canary } })],
    { configuration: { provider_config: { aws: { expressions: { secret_key: { constant_value: canary } } } } } },
  ],
  "planned values": [
    [vpc({ before: {}, after: { cidr_block: canary } })],
    {
      planned_values: {
        root_module: { child_modules: [{ resources: [{ values: marked, sensitive_values: { name: true } }] }] },
      },
    },
  ],
  "prior state": [
    [vpc({ before: {}, after: { cidr_block: `10.0.0.0/${canary}` } })],
    { prior_state: { values: { outputs: { a: { sensitive: true, value: [canary] } } } } },
  ],
  outputs: [
    [],
    {
      output_changes: {
        a: { actions: ["update"], before: canary, after: canary, before_sensitive: true, after_sensitive: true },
      },
    },
  ],
  "the name of an output that is a secret": [
    [sensitive],
    { output_changes: { [canary]: { actions: ["create"], after: 1 } } },
  ],
  drift: [
    [],
    { resource_drift: [change("vault_secret.a", ["update"], { before: { [canary]: 1 }, after: {} }), sensitive] },
  ],
  "deferred changes": [
    [vpc({ before: {}, after: { cidr_block: canary } })],
    {
      deferred_changes: [
        {
          reason: canary,
          resource_change: change("aws_vpc.a", ["create"], { after: marked, after_sensitive: { name: true } }),
        },
      ],
    },
  ],
  "messages of checks": [
    [],
    {
      checks: [
        { address: { to_display: "check.a" }, status: "fail", instances: [{ problems: [{ message: canary }] }] },
      ],
    },
  ],
  "JSON within a secret": [
    [
      vpc({
        before: {},
        after: { cidr_block: canary, x: JSON.stringify({ a: [canary] }) },
        after_sensitive: { x: true },
      }),
    ],
  ],
  "Base64 within a secret": [
    [vpc({ before: {}, after: { cidr_block: `export TOKEN=${canary}`, x: encoded }, after_sensitive: { x: true } })],
  ],
  "the environment": [[vpc({ before: {}, after: { cidr_block: canary } })], {}, { AWS_SESSION_TOKEN: canary }],
};

test.each(Object.entries(places))("no format shows a canary in %s", (_, [changes, more, env]) => {
  for (const text of Object.values(formats(changes, more, env))) {
    expect(text).not.toContain(canary);
    expect(text).not.toContain(encoded.slice(0, 40));
  }
});

test("a value that is on the allow-list and not marked is shown, so that the canaries are looked for in earnest", () => {
  for (const text of Object.values(formats([vpc({ before: {}, after: { cidr_block: canary } })]))) {
    expect(text).toContain(canary);
  }
});

test("a marked attribute is named", () => {
  expect(formats([sensitive]).text).toContain("tags.a (sensitive)");
});

test("a message about a stack without a plan is text, whatever is in it", () => {
  const failed = reportOf([{ stack: "prod", outcome: "failed", message: "`<script>` @all", nextStep: "| a" }]);
  expect(reportMarkdown(failed)).toContain("`` `<script>` @all ``");
});

test("the reason why something opens access does not show what is sensitive", () => {
  const after = { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["203.0.113.77/32"] }] };
  const mask = { vpc_config: [{ public_access_cidrs: true }] };
  const cluster = change("aws_eks_cluster.a", ["update"], { before: {}, after, after_sensitive: mask });
  for (const text of Object.values(formats([cluster]))) expect(text).not.toContain("203.0.113.77");
});
