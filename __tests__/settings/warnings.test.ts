import type { OrganizationSettings } from "../../src/settings/organization";
import { regionWarning } from "../../src/settings/regions";
import { validateSettings } from "../../src/settings/validate";
import { change, dev, environmentWith, organization, prod } from "./example-settings";

const role = (account: string) => `arn:aws:iam::${account}:role/Admin`;
const administrators = [role("123456789012")];
const zones = { "network.availabilityZones": ["a", "b"] };

const apart = change(organization, { "stateAccess.administrators": { users: ["admin"] } });

const warningsWith = (changes: Readonly<Record<string, unknown>>, others: (typeof prod)[] = []) =>
  validateSettings(apart, [environmentWith({ "cluster.access": { administrators }, ...changes }), ...others]).warnings;

describe("warnings about regions", () => {
  test.each(["ap-northeast-1", "us-east-1", "us-gov-east-1", "us-gov-west-1"])("are not issued for %s", (region) => {
    expect(regionWarning(region)).toBeUndefined();
  });

  test("name an unknown region, which may be misspelled or new", () => {
    expect(warningsWith({ region: "eu-nowhere-9", ...zones })).toEqual([
      'prod.region: "eu-nowhere-9" is not in src/settings/regions.ts: check its name, and add it to that file if it is new',
    ]);
  });

  test("cover the regions to which state and images are copied", () => {
    const copies = {
      "state.replicaRegion": "ap-northeast-9",
      "imageRegistry.replicationRegions": ["us-east-2", "eu-x-1"],
    };
    expect(warningsWith(copies)).toEqual([
      expect.stringContaining('prod.state.replicaRegion: "ap-northeast-9" is not in src/settings/regions.ts'),
      expect.stringContaining('prod.imageRegistry.replicationRegions[1]: "eu-x-1" is not in src/settings/regions.ts'),
    ]);
  });
});

describe("warnings about principals", () => {
  const foreign = role("210987654321");
  const access = {
    administrators: [role("123456789012"), foreign],
    developers: [{ principalArn: foreign, namespaces: ["team"] }],
    viewers: [foreign],
  };

  test("name each principal in an account that no environment uses", () => {
    expect(warningsWith({ "cluster.access": access })).toEqual(
      ["administrators[1]", "developers[0].principalArn", "viewers[0]"].map(
        (path) =>
          `prod.cluster.access.${path}: ${foreign} is in account 210987654321, which no environment uses: check the account ID`,
      ),
    );
  });

  test("are not issued when another environment uses the account", () => {
    const other = change(dev, { account: "210987654321", "cluster.access": { administrators } });
    expect(warningsWith({ "cluster.access": access }, [other])).toEqual([]);
  });
});

describe("warnings about break-glass", () => {
  const user = "arn:aws:iam::123456789012:user/emergency";
  const warningsAt = (stateAccess: OrganizationSettings["stateAccess"]) =>
    validateSettings({ ...organization, stateAccess }, [environmentWith({ "cluster.access": { administrators } })])
      .warnings;

  test("state that no principal can assume it when no administrator can present a second factor", () => {
    expect(warningsAt({ administrators: { permissionSets: ["PlatformAdmin"] } })).toEqual([
      expect.stringContaining("organization.stateAccess.breakGlassNeedsMfa: no administrator is an IAM user"),
    ]);
  });

  test.each<[string, OrganizationSettings["stateAccess"]]>([
    ["a user administers", { administrators: { permissionSets: ["PlatformAdmin"], users: ["admin"] } }],
    ["no second factor is required", { administrators: { permissionSets: ["A"] }, breakGlassNeedsMfa: false }],
    ["users are trusted", { administrators: { permissionSets: ["A"] }, trustedPrincipals: { breakGlass: [user] } }],
    ["the role is not created", { administrators: { permissionSets: ["A"] }, createRoles: ["planners"] }],
  ])("are not issued where %s", (_, stateAccess) => {
    expect(warningsAt(stateAccess)).toEqual([]);
  });
});

test("warn about an autoscaled node group that nothing scales", () => {
  expect(warningsWith({ "cluster.nodeGroups.general.autoscaled": true })).toEqual([
    expect.stringMatching(/^prod\.cluster\.nodeGroups\.general\.autoscaled: the cluster autoscaler has no permissions/),
  ]);
});

describe("warnings about administrators", () => {
  const warningsOf = (changes: Readonly<Record<string, unknown>>, ofProd: Readonly<Record<string, unknown>> = {}) =>
    validateSettings(change(organization, changes), [
      environmentWith({ "cluster.access": { administrators }, ...ofProd }),
    ]).warnings;
  const warning = (...names: string[]) => [
    expect.stringContaining(
      `organization.stateAccess.administrators: ${names.join(", ")} also writes the state of environments`,
    ) as string,
  ];

  test.each([
    ["by default", {}, {}, ["terraform-user"]],
    ["by name", { "stateAccess.administrators": { users: ["Terraform-User", "admin"] } }, {}, ["Terraform-User"]],
    [
      "of one environment",
      { "stateAccess.administrators": { users: ["admin"] } },
      { "state.principals": { users: ["admin"], roles: ["ProdDeployer"] } },
      ["admin"],
    ],
    [
      "where no user deploys",
      { statePrincipals: { permissionSets: ["Platform"] }, "stateAccess.breakGlassNeedsMfa": false },
      {},
      ["Platform"],
    ],
  ])("name the principals that also write state %s", (_, changes, ofProd, names) => {
    expect(warningsOf(changes, ofProd)).toEqual(warning(...names));
  });

  test("are not issued where others administer", () => {
    expect(warningsOf({ "stateAccess.administrators": { users: ["admin"] } })).toEqual([]);
  });
});
