import type { RetiredSettings } from "../../src/settings/organization";
import type { EnvironmentSettings } from "../../src/settings/environment";
import { dev, organization, prod } from "../support/example";
import type { Synthesized } from "../support/synthesize";
import { bootstrap, copied } from "./bootstrap-fixture";

const ohio: EnvironmentSettings = {
  ...dev,
  name: "ohio",
  region: "us-east-2",
  state: { encryption: "aws:kms", replicaRegion: "us-west-2" },
  network: { ...dev.network, cidr: "10.40.0.0/16", availabilityZones: ["a", "b"] },
};

interface Configuration {
  readonly provider: { readonly aws: readonly { readonly alias?: string }[] };
  readonly removed?: readonly { readonly from: string; readonly lifecycle: unknown }[];
}

const configurationOf = (stack: Synthesized) => stack.json as unknown as Configuration;
const declaredResources = (stack: Synthesized) =>
  (stack.json as unknown as { locals: { declared_resources: readonly string[] } }).locals.declared_resources;
const forgotten = (stack: Synthesized) => configurationOf(stack).removed?.map(({ from }) => from) ?? [];

function retiring(environments: readonly EnvironmentSettings[], ...retired: RetiredSettings[]): Synthesized {
  return bootstrap({ bootstrap: { ...organization.bootstrap, retired } }, environments);
}

/** What remains of an environment's settings. */
function remains({ name, account, region, state }: EnvironmentSettings): RetiredSettings {
  return { name, account, region, state };
}

/** Addresses of the buckets of a stack, of what protects them, and of keys, that another stack does not have. */
function storesOnlyIn(stack: Synthesized, other: Synthesized): string[] {
  return Object.entries(stack.json.resource ?? {})
    .filter(([type]) => /^aws_(s3_bucket(?!_replication)|kms_)/.test(type))
    .flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `${type}.${id}`))
    .filter((address) => !/_(alerts|audit)_|\.alerts_/.test(address))
    .filter((address) => {
      const [type = "", id = ""] = address.split(".");
      return other.json.resource?.[type]?.[id] === undefined;
    })
    .sort();
}

describe("an environment that is moved to organization.bootstrap.retired", () => {
  test.each([
    ["in a region with another environment", [dev, prod], dev],
    ["alone in its region, with a replica", [dev, ohio, prod], ohio],
    ["whose bucket stores the state of bootstrap", [dev, prod], prod],
  ])("changes nothing: %s", (_, environments, leaving) => {
    const others = environments.filter((one) => one !== leaving);
    const named = [...others, leaving];

    expect(retiring(others, remains(leaving)).json).toEqual(bootstrap({}, named).json);
  });
});

describe("an environment that is released", () => {
  const before = bootstrap({}, [dev, ohio, prod]);
  const after = retiring([dev, prod], { ...remains(ohio), release: true });

  test("leaves its buckets, what protects them, and its keys as they are", () => {
    expect(forgotten(after)).toEqual(storesOnlyIn(before, after));
    expect(forgotten(after)).toEqual(
      expect.arrayContaining([
        "aws_s3_bucket_policy.state_ohio_policy",
        "aws_kms_key.state_key_123456789012_us_east_2",
      ]),
    );
    expect(configurationOf(after).removed?.map(({ lifecycle }) => lifecycle)).toEqual(
      forgotten(after).map(() => ({ destroy: false })),
    );
  });

  test("keeps the providers of its regions, so that Terraform can delete the rest", () => {
    const aliases = (stack: Synthesized) => configurationOf(stack).provider.aws.map(({ alias }) => alias);

    expect(aliases(after).sort()).toEqual(aliases(before).sort());
    expect(JSON.stringify(after.json.resource)).not.toContain("us_east_2");
  });

  test("may leave the recorded stores", () => {
    expect(declaredResources(retiring([dev, prod]))).not.toContain("my-terraform-state-ohio in us-east-2");
    expect(declaredResources(after)).toEqual(
      expect.arrayContaining([
        "my-terraform-state-ohio in us-east-2",
        "my-terraform-state-ohio-replica in us-west-2",
        "aws_kms_key.replica_ohio_key",
        "aws_kms_key.state_key_123456789012_us_east_2",
      ]),
    );
  });
});

test("a released replica leaves the environment's own store as it is", () => {
  const before = bootstrap({}, [dev, copied(prod)]);
  const after = retiring([dev, prod], {
    ...remains(prod),
    state: { replicaRegion: "ap-northeast-3" },
    release: true,
  });

  expect(forgotten(after)).toEqual(storesOnlyIn(before, after));
  expect(forgotten(after)).toHaveLength(9);
  expect(after.at("aws_s3_bucket_policy.state_prod_policy")).toBeDefined();
});

test("the key of a region is released once no state there requires it", () => {
  const encrypted: EnvironmentSettings = { ...ohio, state: { encryption: "aws:kms" } };
  const others = [dev, prod, { ...ohio, state: { encryption: "AES256" } } satisfies EnvironmentSettings];
  const after = retiring(others, { ...remains(encrypted), release: true });
  const key = "state_key_123456789012_us_east_2";

  expect(declaredResources(bootstrap({}, [dev, prod, encrypted]))).toContain(`aws_kms_key.${key}`);
  expect(declaredResources(retiring(others))).not.toContain(`aws_kms_key.${key}`);
  expect(declaredResources(after)).toContain(`aws_kms_key.${key}`);
  expect(forgotten(after)).toEqual(expect.arrayContaining([`aws_kms_alias.${key}_alias`, `aws_kms_key.${key}`]));
  expect(forgotten(after).join()).not.toContain("state_ohio");
});
