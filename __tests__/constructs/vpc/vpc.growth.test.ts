import type { VpcProps } from "../../../src/constructs/vpc/vpc";
import type { Block, Synthesized } from "../../support/synthesize";
import { maximal, synthesizeVpc } from "./fixture";

/** All resources and data sources by address. */
function blocks({ json }: Synthesized): Record<string, Block> {
  const sections = [...Object.entries(json.resource ?? {}), ...Object.entries(json.data ?? {})];
  return Object.fromEntries(
    sections.flatMap(([type, byId]) => Object.entries(byId).map(([id, block]) => [`${type}.${id}`, block])),
  );
}

/** Addresses whose blocks differ after the extension, or no longer exist. */
function changed(before: Partial<VpcProps>, after: Partial<VpcProps>): string[] {
  const [old, grown] = [blocks(synthesizeVpc(before)), blocks(synthesizeVpc(after))];
  return Object.keys(old).filter((address) => JSON.stringify(old[address]) !== JSON.stringify(grown[address]));
}

function added(before: Partial<VpcProps>, after: Partial<VpcProps>): string[] {
  const [old, grown] = [blocks(synthesizeVpc(before)), blocks(synthesizeVpc(after))];
  return Object.keys(grown)
    .filter((address) => !(address in old))
    .sort();
}

describe("extending a Vpc", () => {
  const natGateways = ["none", "single", "one-per-az"] as const;

  test.each(natGateways)("by a zone changes no existing resource, with NAT gateways %s", (nat) => {
    const before = { natGateways: nat, availabilityZones: ["c", "d"], databaseSubnets: true };

    expect(changed(before, { ...before, availabilityZones: ["c", "d", "a"] })).toEqual([]);
  });

  test("by a zone adds that zone's own resources", () => {
    expect(added({ availabilityZones: ["a", "c"] }, { availabilityZones: ["a", "c", "d"] })).toEqual([
      "aws_eip.vpc_nat_d_address",
      "aws_nat_gateway.vpc_nat_d",
      "aws_route.vpc_private_d_internet",
      "aws_route_table.vpc_private_d",
      "aws_route_table_association.vpc_intra_d_association",
      "aws_route_table_association.vpc_private_d_association",
      "aws_route_table_association.vpc_public_d_association",
      "aws_subnet.vpc_intra_d",
      "aws_subnet.vpc_private_d",
      "aws_subnet.vpc_public_d",
      "aws_vpc_endpoint_route_table_association.vpc_s3_private_d",
    ]);
  });

  test("by a zone extends each interface endpoint into it, and changes nothing else", () => {
    const before = { ...maximal, availabilityZones: ["a", "c"] };
    const after = { ...maximal, availabilityZones: ["a", "c", "d"] };
    const endpoints = synthesizeVpc(before)
      .ids("aws_vpc_endpoint")
      .filter((id) => id.startsWith("vpc_endpoints_"));
    const grown = synthesizeVpc(after);

    expect(changed(before, after).sort()).toEqual(endpoints.map((id) => `aws_vpc_endpoint.${id}`).sort());
    for (const id of endpoints) {
      const block = synthesizeVpc(before).at(`aws_vpc_endpoint.${id}`);
      const subnet_ids = [...(block.subnet_ids as string[]), "${aws_subnet.vpc_private_d.id}"];
      expect(grown.at(`aws_vpc_endpoint.${id}`)).toEqual({ ...block, subnet_ids });
    }
  });

  test("by the database tier changes no existing resource", () => {
    expect(changed({ ...maximal, databaseSubnets: false }, maximal)).toEqual([]);
    expect(added({ databaseSubnets: false }, { databaseSubnets: true })).toEqual([
      "aws_route_table.vpc_database",
      "aws_route_table_association.vpc_database_a_association",
      "aws_route_table_association.vpc_database_c_association",
      "aws_subnet.vpc_database_a",
      "aws_subnet.vpc_database_c",
      "aws_vpc_endpoint_route_table_association.vpc_s3_database",
    ]);
  });

  test("by an interface endpoint changes no existing resource", () => {
    expect(changed({ interfaceEndpoints: ["sts"] }, { interfaceEndpoints: ["ecr.api", "sts"] })).toEqual([]);
    expect(changed({ interfaceEndpoints: "none" }, { interfaceEndpoints: "cluster-private" })).toEqual([]);
  });

  test("in a small VPC does not move the addresses either", () => {
    const before = { cidr: "10.10.0.0/23", availabilityZones: ["a", "c"], natGateways: "single" } as const;

    expect(changed(before, { ...before, availabilityZones: ["a", "c", "d"], databaseSubnets: true })).toEqual([]);
  });

  test("from a single NAT gateway to one per zone keeps the existing gateway", () => {
    const differing = changed({ natGateways: "single" }, { natGateways: "one-per-az" });

    expect(differing).toEqual(["aws_route.vpc_private_c_internet"]);
  });
});
