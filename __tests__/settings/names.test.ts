import { resourcePrefix, stateBucketName } from "../../src/settings/names";
import { change, dev, faultsOf, faultsWith, organization, prod } from "./example-settings";

const named = (name: string, organizationName = "platform") =>
  faultsOf([prod, change(dev, { name })], change(organization, { name: organizationName }));

describe("names", () => {
  test("are derived from the organization and the environment", () => {
    expect(resourcePrefix(organization, dev)).toBe("platform-dev");
    expect(stateBucketName(organization, dev)).toBe("my-terraform-state-dev");
  });

  test.each(["Dev", "1dev", "dev-", "d--ev", "dev_1", ""])("of environments are refused when malformed: %j", (name) => {
    expect(named(name)).toEqual([
      expect.stringContaining(`name: got "${name}", allowed: lowercase letters, digits and single hyphens`),
    ]);
  });

  test.each(["bootstrap", "bootstrap-123456789012", "organization", "key", "audit", "audit-access"])(
    "of environments are refused when reserved: %s",
    (name) => {
      expect(named(name)).toEqual([
        `${name}.name: got "${name}", allowed: a name other than bootstrap, organization, key, audit, constructor, bootstrap-<account>, and not one that begins with audit-`,
      ]);
    },
  );

  test.each(["sg", "sg-team"])("of the organization are refused when EC2 reserves them for groups: %s", (name) => {
    expect(faultsOf([prod], change(organization, { name }))).toEqual([
      `organization.name: got "${name}", allowed: a name that does not begin with sg-, which EC2 reserves`,
    ]);
  });

  test.each(["sgx", "my-sg"])("of the organization are accepted when they only resemble those: %s", (name) => {
    expect(faultsOf([prod], change(organization, { name }))).toEqual([]);
  });

  test("of roles are refused with a path that is longer than IAM allows", () => {
    const withPath = (length: number) =>
      faultsOf([prod], change(organization, { "statePrincipals.roles": [`${"p".repeat(length)}/Deployer`] }));
    expect(withPath(510)).toEqual([]);
    expect(withPath(511)).toEqual([
      expect.stringMatching(/statePrincipals\.roles\[0\]: got .*, allowed: a name of at most 64/),
    ]);
  });

  test("of environments are refused when duplicated", () => {
    expect(named("prod")).toEqual([
      'environments[1].name: got "prod", allowed: a name that environments[0] does not have',
    ]);
  });

  test("of environments are refused when one is a prefix of another in the same account", () => {
    expect(named("prod-eu")).toEqual([
      'prod-eu.name: got "prod-eu", allowed: in one account, names that are not a prefix of one another: "prod-" is a prefix of "prod-eu"',
    ]);
    expect(faultsOf([change(dev, { name: "prod-eu", account: "111111111111" }), prod])).toEqual([]);
  });

  test("of environments are refused when role names would become too long", () => {
    expect(named("e".repeat(16), "o".repeat(19))).toEqual([]);
    expect(named("e".repeat(17), "o".repeat(19))).toEqual([
      expect.stringMatching(
        /^e{17}\.name: got "e{17}", allowed: at most 36 characters for "o{19}-e{17}", which has 37, /,
      ),
    ]);
  });

  test("of buckets are refused over 63 characters", () => {
    const longest = change(organization, { stateBucketPrefix: "b".repeat(50) });
    const faults = (name: string) => faultsOf([prod, change(dev, { name })], longest);
    expect(faults("n".repeat(12))).toEqual([]);
    expect(faults("n".repeat(13))).toEqual([
      `${"n".repeat(13)}.name: got "${"n".repeat(13)}", allowed: at most 63 characters for bucket "${"b".repeat(50)}-${"n".repeat(13)}", which has 64`,
    ]);
  });

  test("of buckets are refused with a suffix that S3 reserves", () => {
    expect(named("s3alias")).toEqual([
      's3alias.name: got "s3alias", allowed: a name with which bucket "my-terraform-state-s3alias" does not end in -s3alias, which S3 reserves',
    ]);
  });

  test("of an environment's keys are refused when they could be the alias of the state key", () => {
    expect(faultsOf([prod], change(organization, { stateKeyAlias: "alias/platform-prod-state" }))).toEqual([
      'prod.name: got "prod", allowed: a name whose key aliases, alias/platform-prod-…, do not conflict with stateKeyAlias "alias/platform-prod-state"',
    ]);
  });

  test.each(["12345678901", "1234567890123", "12345678901a", "", 123456789012])("refuse account %j", (account) => {
    expect(faultsWith({ account })).toEqual([
      `prod.account: got ${JSON.stringify(account)}, allowed: 12 digits in quotes`,
    ]);
  });

  test.each(["tokyo", "ap-northeast-1a", "AP-NORTHEAST-1"])("refuse region %j", (region) => {
    expect(faultsWith({ region, "network.availabilityZones": ["a", "c"] })).toEqual([
      `prod.region: got "${region}", allowed: a region such as "ap-northeast-1"`,
    ]);
  });

  test.each(["us-gov-west-1", "us-gov-east-1"])("accept region %s", (region) => {
    expect(faultsWith({ region, "network.availabilityZones": ["a", "c"] })).toEqual([]);
  });

  test.each([
    "cn-north-1",
    "cn-northwest-1",
    "us-iso-east-1",
    "us-isob-east-1",
    "us-isof-south-1",
    "eu-isoe-west-1",
    "eusc-de-east-1",
  ])("refuse region %s, whose partition has other domains and services", (region) => {
    expect(faultsWith({ region, "network.availabilityZones": ["a", "c"] })).toEqual([
      `prod.region: got "${region}", allowed: a region of the AWS or AWS GovCloud (US) partition, not of China`,
    ]);
  });

  test.each(["alias/platform-audit", "alias/platform-audit-alerts"])(
    "of the state's key are refused when another has it: %s",
    (stateKeyAlias) => {
      expect(faultsOf([prod], change(organization, { stateKeyAlias }))).toEqual([
        `organization.stateKeyAlias: got "${stateKeyAlias}", allowed: an alias that does not begin with alias/platform-audit, the prefix of the audit keys' aliases`,
      ]);
    },
  );

  test("of state objects are refused when malformed", () => {
    expect(faultsWith({ "state.key": "/terraform.tfstate" })).toEqual([
      expect.stringContaining('prod.state.key: got "/terraform.tfstate", allowed: a path such as'),
    ]);
  });
});
