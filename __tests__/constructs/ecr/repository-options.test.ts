import { EcrRepositories } from "../../../src/constructs/ecr/ecr-repositories";
import { EcrRepository } from "../../../src/constructs/ecr/ecr-repository";
import { faultsOf, faultsWith, prod } from "../../settings/example-settings";
import { optionFaults } from "../../support/option-faults";
import { synthesize } from "../../support/synthesize";

describe("options of repositories", () => {
  test.each(["API", "-api", "api-", "a..b", "/api", "a//b", "api:latest"])("refuse the name %s", (name) => {
    expect(faultsOf([{ ...prod, repositories: { [name]: {} } }])).toEqual([
      expect.stringContaining(`got the name "${name}", allowed: lowercase letters and digits with single separators`),
    ]);
  });

  test("refuse a name that is too long after the environment's prefix", () => {
    expect(faultsWith({ [`repositories.${"r".repeat(242)}`]: {} })).toEqual([]);
    expect(faultsWith({ [`repositories.${"r".repeat(243)}`]: {} })).toEqual([
      expect.stringContaining('allowed: at most 242 characters after "platform-prod/"'),
    ]);
  });

  test("refuse names that are equal in Terraform addresses", () => {
    expect(faultsWith({ "repositories.a/b": {}, "repositories.a-b": {} })).toEqual([
      'prod.repositories.a-b: got "a-b", allowed: a name that differs from "a/b" in more than separators',
    ]);
  });

  test.each([
    [
      "a count of 0",
      { keepTagged: [{ prefix: "v", count: 0 }] },
      "keepTagged[0].count: got 0, allowed: a whole number, 1 or more",
    ],
    [
      "an empty prefix",
      { keepTagged: [{ prefix: "", count: 1 }] },
      'keepTagged[0].prefix: got "", allowed: the beginning of a tag',
    ],
    [
      "a prefix that never counts",
      {
        keepTagged: [
          { prefix: "v", count: 1 },
          { prefix: "v1", count: 1 },
        ],
      },
      'keepTagged[1].prefix: got "v1", allowed: a prefix that does not begin with the earlier prefix "v"',
    ],
    ["no days", { untaggedRetentionDays: 0 }, "untaggedRetentionDays: got 0, allowed: a whole number, 1 or more"],
    [
      "a malformed pattern",
      { mutableTagPatterns: ["a b"] },
      'mutableTagPatterns[0]: got "a b", allowed: at most 128 letters',
    ],
    ["a pattern of three wildcards", { mutableTagPatterns: ["*a*b*"] }, "mutableTagPatterns[0]: "],
    ["a pattern for every tag", { mutableTagPatterns: ["*"] }, "not matching every tag"],
    ["six patterns", { mutableTagPatterns: ["a", "b", "c", "d", "e", "f"] }, "allowed: at most 5 patterns"],
    [
      "an empty list of pullers",
      { pullers: {} },
      'pullers: got {"accounts":[],"roleArns":[]}, allowed: at least one of accounts, roleArns and organizationId',
    ],
    [
      "a malformed account",
      { pullers: { accounts: ["1234"] } },
      'pullers.accounts[0]: got "1234", allowed: 12 digits in quotes',
    ],
    [
      "a user for a role",
      { pushers: { roleArns: ["arn:aws:iam::123456789012:user/me"] } },
      "pushers.roleArns[0]: got ",
    ],
    [
      "a malformed organization",
      { pushers: { organizationId: "example" } },
      'pushers.organizationId: got "example", allowed: ID of an AWS organization',
    ],
  ])("refuse %s", (_, repository, line) => {
    expect(faultsWith({ "repositories.api": repository })).toEqual([expect.stringContaining(line)]);
  });

  test.each(["pullers", "pushers"])("refuse %s that do not fit in the policy", (list) => {
    const roleArns = (count: number) =>
      Array.from({ length: count }, (_, number) => `arn:aws:iam::123456789012:role/ci/builder-of-images-${number}`);
    expect(faultsWith({ "repositories.api": { [list]: { roleArns: roleArns(250) } } })).toEqual([
      expect.stringMatching(
        new RegExp(`repositories\\.api\\.${list}: .*, allowed: principals that fit, .* in the 10240 characters`),
      ),
    ]);
    expect(faultsWith({ "repositories.api": { [list]: { roleArns: roleArns(100) } } })).toEqual([]);
  });

  test("refuse more prefixes than a lifecycle policy has rules", () => {
    const keepTagged = Array.from({ length: 50 }, (_, number) => ({ prefix: `v${number + 100}`, count: 1 }));
    expect(faultsWith({ "repositories.api": { keepTagged } })).toEqual([
      expect.stringContaining("allowed: at most 49 prefixes"),
    ]);
    expect(faultsWith({ "repositories.api": { keepTagged: keepTagged.slice(1) } })).toEqual([]);
  });

  test("take every setting", () => {
    const repository = {
      keepTagged: [
        { prefix: "v", count: 100 },
        { prefix: "dev-", count: 10 },
      ],
      untaggedRetentionDays: 7,
      mutableTagPatterns: ["latest", "branch-*"],
      forceDelete: true,
      pullers: { accounts: ["111111111111"], organizationId: "o-a1b2c3d4e5" },
      pushers: { roleArns: ["arn:aws:iam::123456789012:role/ci/*"] },
    };
    expect(faultsWith({ "repositories.payments/api": repository })).toEqual([]);
  });
});

const faultsOfMap = (repositories: unknown) =>
  optionFaults(() =>
    synthesize((scope) => new EcrRepositories(scope, "r", { name: "platform-prod", repositories } as never)),
  );

describe("EcrRepositories refuses the same options as the settings, with the same path, value and allowed values:", () => {
  test.each([
    [{ API: {}, api: { forceDelete: "yes" } }],
    [{ api: null }],
    [{ api: { keepTagged: null, untaggedRetentionDays: null, mutableTagPatterns: null, pullers: null } }],
    [{ api: { pullers: {}, pushers: { accounts: ["12"], organizationId: "o-*" } } }],
    [{ api: { pushers: { roleArns: ["*", "arn:aws:iam::*:role/Builder"] } } }],
    [
      {
        api: {
          keepTagged: [
            { prefix: "v", count: 1 },
            { prefix: "v1", count: 1 },
          ],
        },
      },
    ],
    [{ api: { mutableTagPatterns: ["**"], lifecycle: [] } }],
    [{ "a/b": {}, "a-b": {} }],
    [{ ["r".repeat(243)]: {} }],
    [null],
  ])("%j", (repositories) => {
    const faults = faultsOfMap(repositories);
    expect(faults).not.toEqual([]);
    expect(faults.map((line) => `prod.${line}`)).toEqual(faultsWith({ repositories }));
  });
});

describe("EcrRepository", () => {
  const faultsOfRepository = (props: object) =>
    optionFaults(() => synthesize((scope) => new EcrRepository(scope, "api", { repositoryName: "a/api", ...props })));

  test("refuses the same options as in the map", () => {
    const options = { untaggedRetentionDays: 0, keepTagged: [{ prefix: "v", count: 0 }], pullers: { accounts: [] } };
    const faults = faultsOfRepository(options);
    expect(faults).toHaveLength(3);
    expect(faults.map((line) => `repositories.api.${line}`)).toEqual(faultsOfMap({ api: options }));
  });

  test.each(["Payments", "a", "payments//api", "-api", "api_", "pay ments", "a".repeat(257)])(
    "refuses the name %s",
    (repositoryName) => {
      expect(faultsOfRepository({ repositoryName })).toEqual([
        expect.stringMatching(/^repositoryName: got .*, allowed: 2 to 256 lowercase letters and digits with single/),
      ]);
    },
  );
});
