import { validateSettings } from "../../src/settings/validate";
import { change, dev, faultsOf, organization, organizationFaultsWith, prod } from "./example-settings";

describe("organization settings", () => {
  test.each([
    ["name", "Platform", "lowercase letters, digits and single hyphens, beginning with a letter"],
    ["name", "1platform", "lowercase letters"],
    ["name", "platform-", "lowercase letters"],
    ["name", "plat--form", "lowercase letters"],
    ["region", "ap-northeast-1a", 'a region such as "ap-northeast-1"'],
    ["region", "Tokyo", "a region"],
    ["stateBucketPrefix", "My-state", "lowercase letters, digits and hyphens"],
    ["stateBucketPrefix", "my.state", "lowercase letters, digits and hyphens"],
    ["stateBucketPrefix", "-state", "not beginning with a hyphen"],
    ["stateBucketPrefix", "xn--state", "not beginning with"],
    ["stateBucketPrefix", "sthree-state", "not beginning with"],
    ["stateBucketPrefix", "amzn-s3-demo-state", "not beginning with"],
    ["stateKeyAlias", "terraform-state", "alias/ and letters"],
    ["stateKeyAlias", "alias/aws/s3", "not alias/aws/, which AWS reserves"],
    ["stateKeyAlias", "alias/", "alias/ and letters"],
    ["stateKeyAlias", `alias/${"a".repeat(251)}`, "alias/ and letters"],
    ["bootstrap.stateKey", "/terraform.tfstate", 'not beginning or ending with "/"'],
    ["bootstrap.stateKey", "state/", 'not beginning or ending with "/"'],
    ["bootstrap.stateKey", "state.tflock", "not ending with .tflock"],
    ["bootstrap.stateKey", "a//b", "a path"],
    ["bootstrap.stateKey", "eks-cluster/*", "of letters, digits and !-_.'()/, without segments"],
    ["bootstrap.stateKey", "eks-cluster/terraform.tfstat?", "of letters, digits and"],
    ["bootstrap.stateKey", "../terraform.tfstate", 'without segments "." and ".."'],
    ["bootstrap.stateKey", "boot/./terraform.tfstate", 'without segments "." and ".."'],
    ["bootstrap.stateKey", "boot/..", 'without segments "." and ".."'],
    ["bootstrap.stateKey", ".", 'without segments "." and ".."'],
    ["bootstrap.stateKey", "k".repeat(1018), "a path"],
    ["terraformVersion", "", "a version constraint such as"],
    ["terraformVersion", "latest", 'such as "~> 1.13.5" or ">= 1.10.0, < 2.0.0"'],
    ["terraformVersion", "^1.12.0", "operators =, !=, >, >=, <, <= and ~>"],
    ["terraformVersion", "~>", "a version constraint"],
    ["terraformVersion", "~> v1.12.0", "a version constraint"],
    ["terraformVersion", "1.12.x", "a version constraint"],
    ["terraformVersion", ">= 1.12.0 < 2.0.0", "a version constraint"],
    ["terraformVersion", ">= 1.12.0,", "a version constraint"],
    ["terraformVersion", ">= 1.12.0 || < 1.0.0", "a version constraint"],
    ["terraformVersion", "~> 1.12.0.1", "releases of one to three numbers"],
    ["terraformVersion", ">= 1.12.0-rc1", "no pre-releases"],
    ["terraformVersion", "~> 1.12.0\n", "a version constraint"],
    ["bootstrap.assumeRole", "arn:aws:iam::123456789012:role/Admin", "a name of at most 64 characters"],
  ])("refuses %s %j", (path, value, allowed) => {
    const [line, ...others] = organizationFaultsWith({ [path]: value });
    expect(line).toContain(`organization.${path}: got ${JSON.stringify(value).slice(0, 101)}`);
    expect(line?.split(", allowed: ")[1]).toContain(allowed);
    expect(others).toEqual([]);
  });

  test.each(["~> 1.12.0", "1.12.6", "=1.12.6", ">=1.10.0,<2", " != 1.12.1 , > 1 , <= 1.13.9 "])(
    "takes %j as the Terraform version",
    (terraformVersion) => {
      expect(validateSettings({ ...organization, terraformVersion }, [prod]).organization.terraformVersion).toBe(
        terraformVersion,
      );
    },
  );

  test("refuses a Terraform version that is a number", () => {
    expect(organizationFaultsWith({ terraformVersion: 1.12 })).toEqual([
      expect.stringMatching(/^organization\.terraformVersion: got 1\.12, allowed: a version constraint such as /),
    ]);
  });

  test("requires the reference's Terraform versions by default", () => {
    expect(validateSettings(organization, [prod]).organization.terraformVersion).toBe("~> 1.13.5");
  });

  test("refuses a state that no principal can read", () => {
    expect(organizationFaultsWith({ statePrincipals: { roles: [], users: [] } })).toEqual([
      'organization.statePrincipals: got {"roles":[],"users":[],"permissionSets":[]}, allowed: at least one role, user or permission set, since otherwise no principal has access',
    ]);
  });

  test.each([
    ["roles", "x".repeat(65)],
    ["users", "a user"],
    ["roles", "arn:aws:iam::123456789012:role/Admin"],
  ])("refuses %s that are not names: %s", (list, name) => {
    expect(organizationFaultsWith({ statePrincipals: { [list]: [name] } })).toEqual([
      expect.stringContaining(`organization.statePrincipals.${list}[0]: got `),
    ]);
  });

  test("refuses a duplicate principal", () => {
    expect(organizationFaultsWith({ "statePrincipals.roles": ["Deployer", "Deployer"] })).toEqual([
      'organization.statePrincipals.roles[1]: got "Deployer", allowed: each value only once',
    ]);
  });

  test("accepts principals with a path, and only users", () => {
    expect(organizationFaultsWith({ statePrincipals: { roles: ["ci/aws/Deployer"] } })).toEqual([]);
    expect(organizationFaultsWith({ statePrincipals: { users: ["terraform-user"] } })).toEqual([]);
  });

  test.each([
    [
      "AWS's own prefix",
      { "aws:owner": "me" },
      'organization.tags["aws:owner"]: got the name "aws:owner", allowed: 1 to 128',
    ],
    ["a key that is too long", { ["k".repeat(129)]: "v" }, "allowed: 1 to 128 letters"],
    ["a value that is too long", { owner: "v".repeat(257) }, "organization.tags.owner: got "],
    [
      "a value with other characters",
      { owner: "a;b" },
      'organization.tags.owner: got "a;b", allowed: 1 to 256 letters',
    ],
  ])("refuses tags with %s", (_, tags, line) => {
    expect(organizationFaultsWith({ tags })).toEqual([expect.stringContaining(line)]);
  });

  test("refuses bootstrap state in an environment that does not exist", () => {
    expect(faultsOf([dev, prod], change(organization, { "bootstrap.stateEnvironment": "production" }))).toEqual([
      'organization.bootstrap.stateEnvironment: got "production", allowed: one of dev, prod',
    ]);
  });

  test("refuses bootstrap state in an environment whose state is not encrypted by KMS", () => {
    expect(faultsOf([change(prod, { state: { encryption: "AES256" } })])).toEqual([
      'organization.bootstrap.stateEnvironment: got "prod", allowed: an environment whose state.encryption is "aws:kms"',
    ]);
  });

  test("refuses bootstrap state in the object of an environment's state", () => {
    expect(organizationFaultsWith({ "bootstrap.stateKey": "eks-cluster/terraform.tfstate" })).toEqual([
      `organization.bootstrap.stateKey: got "eks-cluster/terraform.tfstate", allowed: a key other than that of prod's state, "eks-cluster/terraform.tfstate", which is stored in the same bucket, neither of which begins with the other and .tflock`,
    ]);
  });

  test.each([
    ["eks-cluster/terraform.tfstate.tflock/boot", "eks-cluster/terraform.tfstate"],
    ["a.tflock-boot", "a"],
    ["boot.tfstate", "boot.tfstate.tflock.prod"],
  ])("refuses bootstrap state %s beside %s, of which one begins with the lock of the other", (stateKey, key) => {
    expect(
      faultsOf([change(prod, { "state.key": key })], change(organization, { "bootstrap.stateKey": stateKey })),
    ).toEqual([
      expect.stringContaining(
        `organization.bootstrap.stateKey: got "${stateKey}", allowed: a key other than that of prod's`,
      ),
    ]);
  });

  test.each(["eks-cluster/terraform.tfstate.boot", "eks-cluster/...", "boot/.hidden", "b..c", "terraform.tfstate/x"])(
    "accepts bootstrap state %s",
    (stateKey) => {
      expect(organizationFaultsWith({ "bootstrap.stateKey": stateKey })).toEqual([]);
    },
  );

  test("accepts a bootstrap state with the key that another environment has in its own bucket", () => {
    const sameKeyAsDev = change(organization, { "bootstrap.stateKey": "dev.tfstate" });
    expect(faultsOf([change(dev, { "state.key": "dev.tfstate" }), prod], sameKeyAsDev)).toEqual([]);
  });

  test("refuses bootstrap state in the object of the first environment of another account", () => {
    const elsewhere = change(dev, { account: "210987654321", "state.key": "boot.tfstate" });
    const sameKey = change(organization, { "bootstrap.stateKey": "boot.tfstate" });
    const second = change(elsewhere, { name: "test", "network.cidr": "10.30.0.0/16" });
    const refused = `organization.bootstrap.stateKey: got "boot.tfstate", allowed: a key other than that of dev's state, "boot.tfstate", which is stored in the same bucket, neither of which begins with the other and .tflock`;
    expect(faultsOf([elsewhere, prod], sameKey)).toEqual([refused]);
    expect(faultsOf([change(elsewhere, { "state.key": "dev.tfstate" }), second, prod], sameKey)).toEqual([]);
  });

  test("is unchanged when every optional setting is set", () => {
    const full = {
      ...organization,
      statePrincipals: { roles: ["ci/Deployer"], users: ["terraform-user"], permissionSets: ["Deployers"] },
      stateAccess: {
        administrators: { roles: ["ops/Bootstrap"], users: [], permissionSets: [] },
        planners: { roles: ["ci/Planner"], users: [], permissionSets: [] },
        breakGlass: { roles: [], users: ["emergency"], permissionSets: [] },
        createRoles: ["planners" as const],
        trustedPrincipals: { planners: ["arn:aws:iam::123456789012:role/ci/Runner"] },
        breakGlassNeedsMfa: false,
      },
      audit: {
        retentionDays: 2557,
        retentionMode: "COMPLIANCE" as const,
        logRetentionDays: 30,
        mailAddresses: ["ops@example.com"],
        slack: { workspaceId: "T0123ABCD", channelId: "C0123ABCD" },
        identityAlerts: false,
      },
      stateKeyAlias: "alias/other/state_key",
      bootstrap: {
        stateEnvironment: "prod",
        stateKey: "boot.tfstate",
        assumeRole: "ops/Bootstrap",
        furtherStateEnvironments: ["staging"],
        retired: [
          {
            name: "staging",
            account: "210987654321",
            region: "us-west-2",
            state: { key: "staging.tfstate", encryption: "AES256" as const },
            release: false,
          },
        ],
      },
      tags: { "cost-center": "a/b@c" },
      terraformVersion: "~> 1.12.0",
    };
    expect(validateSettings(full, [prod]).organization).toEqual(full);
  });
});
