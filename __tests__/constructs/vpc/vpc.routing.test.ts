import { TerraformResource } from "cdktf";
import { Vpc } from "../../../src/constructs/vpc/vpc";
import { synthesize, type Synthesized } from "../../support/synthesize";
import { maximal, minimal, synthesizeVpc } from "./fixture";

/** Targets of default routes, by their route table. */
function defaultRoutes(synthesized: Synthesized): Record<string, string> {
  const routes = Object.values(synthesized.blocks("aws_route"));
  return Object.fromEntries(
    routes.map((route) => {
      expect(route.destination_cidr_block).toBe("0.0.0.0/0");
      return [nameIn(route.route_table_id), nameIn(route.nat_gateway_id ?? route.gateway_id)];
    }),
  );
}

/** Route table of each subnet. */
function routeTables(synthesized: Synthesized): Record<string, string> {
  const associations = Object.values(synthesized.blocks("aws_route_table_association"));
  return Object.fromEntries(associations.map((one) => [nameIn(one.subnet_id), nameIn(one.route_table_id)]));
}

function nameIn(reference: unknown): string {
  return String(reference).replace(/^\$\{aws_(\w+\.\w+)\.id\}$/, "$1");
}

describe("routes of a Vpc", () => {
  test("give each private subnet a route table of its own and each other tier one", () => {
    expect(routeTables(synthesizeVpc({ databaseSubnets: true }))).toEqual({
      "subnet.vpc_public_a": "route_table.vpc_public",
      "subnet.vpc_public_c": "route_table.vpc_public",
      "subnet.vpc_private_a": "route_table.vpc_private_a",
      "subnet.vpc_private_c": "route_table.vpc_private_c",
      "subnet.vpc_intra_a": "route_table.vpc_intra",
      "subnet.vpc_intra_c": "route_table.vpc_intra",
      "subnet.vpc_database_a": "route_table.vpc_database",
      "subnet.vpc_database_c": "route_table.vpc_database",
    });
  });

  test("lead from each private subnet to its own zone's NAT gateway by default", () => {
    expect(defaultRoutes(synthesizeVpc({ databaseSubnets: true }))).toEqual({
      "route_table.vpc_public": "internet_gateway.vpc_public_gateway",
      "route_table.vpc_private_a": "nat_gateway.vpc_nat_a",
      "route_table.vpc_private_c": "nat_gateway.vpc_nat_c",
    });
  });

  test("lead all private subnets to the single NAT gateway, in the first zone", () => {
    const synthesized = synthesizeVpc({ natGateways: "single", availabilityZones: ["c", "a", "d"] });

    expect(synthesized.ids("aws_nat_gateway")).toEqual(["vpc_nat_c"]);
    expect(synthesized.ids("aws_eip")).toEqual(["vpc_nat_c_address"]);
    expect(defaultRoutes(synthesized)).toEqual({
      "route_table.vpc_public": "internet_gateway.vpc_public_gateway",
      "route_table.vpc_private_c": "nat_gateway.vpc_nat_c",
      "route_table.vpc_private_a": "nat_gateway.vpc_nat_c",
      "route_table.vpc_private_d": "nat_gateway.vpc_nat_c",
    });
  });

  test("lead from no private subnet to the internet without NAT gateways", () => {
    const synthesized = synthesizeVpc({ natGateways: "none" });

    expect(synthesized.ids("aws_nat_gateway")).toEqual([]);
    expect(synthesized.ids("aws_eip")).toEqual([]);
    expect(defaultRoutes(synthesized)).toEqual({ "route_table.vpc_public": "internet_gateway.vpc_public_gateway" });
  });

  test("do not exist in the intra and database tiers", () => {
    const withRoutes = Object.keys(defaultRoutes(synthesizeVpc(maximal)));

    expect(withRoutes).not.toContain("route_table.vpc_intra");
    expect(withRoutes).not.toContain("route_table.vpc_database");
    for (const table of Object.values(synthesizeVpc(maximal).blocks("aws_route_table"))) {
      expect(table).not.toHaveProperty("route");
    }
  });

  test("place each NAT gateway in its zone's public subnet, with its own address", () => {
    const synthesized = synthesizeVpc();

    expect(synthesized.at("aws_nat_gateway.vpc_nat_c")).toMatchObject({
      subnet_id: "${aws_subnet.vpc_public_c.id}",
      allocation_id: "${aws_eip.vpc_nat_c_address.allocation_id}",
    });
    expect(synthesized.at("aws_eip.vpc_nat_c_address").domain).toBe("vpc");
  });

  test("exist before the NAT gateways that need them", () => {
    const synthesized = synthesizeVpc();

    expect(synthesized.dependsOn("aws_nat_gateway.vpc_nat_a", "aws_route.vpc_public_internet")).toBe(true);
    expect(
      synthesized.dependsOn("aws_nat_gateway.vpc_nat_a", "aws_route_table_association.vpc_public_a_association"),
    ).toBe(true);
  });
});

describe("nodeConnectivity of a Vpc", () => {
  /** A VPC and a resource that waits for its nodeConnectivity, as nodes do. */
  function withNodes(props: Partial<typeof minimal>): Synthesized {
    return synthesize((scope) => {
      const vpc = new Vpc(scope, "vpc", { ...minimal, ...props });
      new TerraformResource(scope, "nodes", {
        terraformResourceType: "aws_eks_node_group",
        dependsOn: [...vpc.nodeConnectivity],
      });
    });
  }

  test("make nodes wait for all routes to the internet and to S3", () => {
    const synthesized = withNodes({ natGateways: "single" });
    const needed = [
      "aws_route.vpc_private_a_internet",
      "aws_route.vpc_private_c_internet",
      "aws_route_table_association.vpc_private_c_association",
      "aws_nat_gateway.vpc_nat_a",
      "aws_route.vpc_public_internet",
      "aws_route_table_association.vpc_public_a_association",
      "aws_vpc_endpoint_route_table_association.vpc_s3_private_c",
    ];

    expect(needed.filter((address) => !synthesized.dependsOn("aws_eks_node_group.nodes", address))).toEqual([]);
  });

  test("make nodes without internet access wait for the endpoints and their security group rules", () => {
    const synthesized = withNodes({ natGateways: "none", interfaceEndpoints: ["ecr.api", "sts"] });
    const needed = [
      "aws_vpc_endpoint.vpc_s3",
      "aws_vpc_endpoint.vpc_endpoints_ecr_api",
      "aws_vpc_endpoint.vpc_endpoints_sts",
      "aws_vpc_security_group_ingress_rule.vpc_endpoints_https",
    ];

    expect(needed.filter((address) => !synthesized.dependsOn("aws_eks_node_group.nodes", address))).toEqual([]);
  });
});
