import { environments, organization } from "./example";
import type { EnvironmentSettings } from "../../src/settings/environment";
import { validateSettings } from "../../src/settings/validate";

/** A day on which their Kubernetes version is in standard support. */
const today = new Date("2026-05-01T00:00:00Z");

const example = () => validateSettings(organization, environments, today);

describe("the example settings", () => {
  test("are dev and prod, valid, and warn only of the user that both deploys and administers", () => {
    expect(example().environments.map(({ name }) => name)).toEqual(["dev", "prod"]);
    expect(example().warnings).toEqual([expect.stringContaining("terraform-user also writes the state")]);
  });

  test("store their state in the reference's locations", () => {
    expect(example().organization).toMatchObject({
      stateBucketPrefix: "my-terraform-state",
      region: "ap-northeast-1",
      stateKeyAlias: "alias/terraform-state",
      statePrincipals: { roles: ["TerraformExecutionRole"], users: ["terraform-user"] },
      bootstrap: { stateEnvironment: "prod", stateKey: "bootstrap/terraform.tfstate" },
    });
    expect(example().environments.map(({ account, region, state }) => ({ account, region, ...state }))).toEqual([
      { account: "123456789012", region: "ap-northeast-1", key: "eks-cluster/terraform.tfstate", encryption: "AES256" },
      {
        account: "123456789012",
        region: "ap-northeast-1",
        key: "eks-cluster/terraform.tfstate",
        encryption: "aws:kms",
      },
    ]);
  });

  test("make dev small: two zones, one NAT gateway, Spot nodes, an endpoint for given addresses", () => {
    expect(example().environments[0]).toMatchObject({
      encryption: "aws-managed",
      network: { cidr: "10.10.0.0/16", availabilityZones: ["a", "c"], natGateways: "single" },
      cluster: {
        deletionProtection: false,
        publicAccessCidrs: ["203.0.113.0/24"],
        nodeGroups: { general: { capacityType: "SPOT", instanceTypes: ["t3.large", "t3a.large"] } },
      },
      repositories: { api: {}, web: {} },
    });
  });

  test("make prod safe: three zones with a NAT gateway and a node each, own keys, a private endpoint, deletion protection", () => {
    const prod = example().environments[1];
    expect(prod).toMatchObject({
      encryption: "customer-managed",
      network: { cidr: "10.20.0.0/16", availabilityZones: ["a", "c", "d"], natGateways: "one-per-az" },
      cluster: {
        deletionProtection: true,
        nodeGroups: { general: { capacityType: "ON_DEMAND", instanceTypes: ["m6i.large"], minSize: 3 } },
      },
    });
    expect(prod?.cluster.publicAccessCidrs).toBeUndefined();
  });

  test("allow a third environment with one file and one line", () => {
    const staging: EnvironmentSettings = {
      name: "staging",
      account: "210987654321",
      network: { cidr: "10.30.0.0/16" },
      cluster: {
        version: "1.35",
        access: { administrators: ["arn:aws:iam::210987654321:role/PlatformAdministrator"] },
        nodeGroups: { general: { instanceTypes: ["m7g.large"], minSize: 1, desiredSize: 2, maxSize: 4 } },
      },
      repositories: { api: {} },
    };
    const { environments: all, warnings } = validateSettings(organization, [...environments, staging], today);
    expect(all.map(({ name }) => name)).toEqual(["dev", "prod", "staging"]);
    expect(warnings).toEqual(example().warnings);
  });
});
