import { maximal, synthesizeVpc, vpcOf } from "./fixture";

describe("Vpc", () => {
  test("requires only a name, a location, a range and two zones", () => {
    const synthesized = synthesizeVpc();

    expect(synthesized.ids("aws_vpc")).toEqual(["vpc"]);
    expect(synthesized.ids("aws_subnet")).toEqual([
      "vpc_intra_a",
      "vpc_intra_c",
      "vpc_private_a",
      "vpc_private_c",
      "vpc_public_a",
      "vpc_public_c",
    ]);
  });

  test("enables DNS resolution and host names, which private endpoints need", () => {
    expect(synthesizeVpc().at("aws_vpc.vpc")).toMatchObject({
      cidr_block: "10.10.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: "platform-dev" },
    });
  });

  test("adopts the default security group and leaves it without rules", () => {
    expect(synthesizeVpc().blocks("aws_default_security_group")).toEqual({
      vpc_default: { vpc_id: "${aws_vpc.vpc.id}", tags: { Name: "platform-dev-default" } },
    });
  });

  test("does not change the default network ACL", () => {
    const synthesized = synthesizeVpc(maximal);

    expect(synthesized.ids("aws_default_network_acl")).toEqual([]);
    expect(synthesized.ids("aws_network_acl")).toEqual([]);
  });

  test("creates the subnets of a zone in it with their planned ranges", () => {
    const synthesized = synthesizeVpc({ ...maximal, region: "us-west-2" });
    const placeOf = (id: string) => {
      const { availability_zone, cidr_block } = synthesized.at(`aws_subnet.${id}`);
      return [availability_zone, cidr_block] as unknown;
    };

    expect(placeOf("vpc_private_c")).toEqual(["us-west-2c", "10.10.64.0/19"]);
    expect(placeOf("vpc_public_c")).toEqual(["us-west-2c", "10.10.196.0/23"]);
    expect(placeOf("vpc_intra_c")).toEqual(["us-west-2c", "10.10.208.0/23"]);
    expect(placeOf("vpc_database_c")).toEqual(["us-west-2c", "10.10.220.0/23"]);
  });

  test("assigns public addresses in no subnet", () => {
    const subnets = Object.values(synthesizeVpc(maximal).blocks("aws_subnet"));

    expect(subnets).toHaveLength(12);
    expect(subnets.map((subnet) => subnet.map_public_ip_on_launch as unknown)).toEqual(Array(12).fill(false));
  });

  test("has database subnets only if configured", () => {
    expect(synthesizeVpc().ids("aws_subnet").join()).not.toContain("database");
    expect(synthesizeVpc({ databaseSubnets: true }).ids("aws_subnet")).toEqual(
      expect.arrayContaining(["vpc_database_a", "vpc_database_c"]),
    );
  });

  test("tags public and private subnets for load balancers, and private ones for Karpenter", () => {
    const synthesized = synthesizeVpc({ ...maximal, clusterName: "blue" });
    const tagsOf = (tier: string) => synthesized.at(`aws_subnet.vpc_${tier}_a`).tags as Record<string, string>;

    expect(tagsOf("public")).toEqual({ Name: "platform-dev-public-a", "kubernetes.io/role/elb": "1" });
    expect(tagsOf("private")).toEqual({
      Name: "platform-dev-private-a",
      "kubernetes.io/role/internal-elb": "1",
      "karpenter.sh/discovery": "blue",
    });
    expect(tagsOf("intra")).toEqual({ Name: "platform-dev-intra-a" });
    expect(tagsOf("database")).toEqual({ Name: "platform-dev-database-a" });
  });

  test("tags the subnets for load balancers also without a cluster, and none for Karpenter", () => {
    expect(synthesizeVpc().at("aws_subnet.vpc_private_a").tags).toEqual({
      Name: "platform-dev-private-a",
      "kubernetes.io/role/internal-elb": "1",
    });
  });

  test("opens nothing to the internet", () => {
    const synthesized = synthesizeVpc(maximal);
    const admissions = Object.values(synthesized.blocks("aws_vpc_security_group_ingress_rule"));

    expect(admissions.map((rule) => rule.cidr_ipv4 as unknown)).toEqual(["10.10.0.0/16"]);
    expect(synthesized.ids("aws_security_group_rule")).toEqual([]);
    for (const type of ["aws_security_group", "aws_default_security_group"]) {
      for (const group of Object.values(synthesized.blocks(type))) expect(group).not.toHaveProperty("ingress");
    }
  });
});

describe("attributes of a Vpc", () => {
  test("return the subnets of each tier by the letter of their zone", () => {
    const vpc = vpcOf(maximal);

    for (const ids of [vpc.publicSubnetIds, vpc.privateSubnetIds, vpc.intraSubnetIds, vpc.databaseSubnetIds]) {
      expect(Object.keys(ids)).toEqual(["a", "c", "d"]);
    }
    expect(vpc.availabilityZones).toEqual(["a", "c", "d"]);
    expect(vpc.cidr).toBe("10.10.0.0/16");
  });

  test("have no database subnets by default", () => {
    expect(vpcOf().databaseSubnetIds).toEqual({});
  });

  test("count the addresses that AWS does not reserve in each private subnet", () => {
    expect(vpcOf().privateAddresses).toEqual({ a: 8187, c: 8187 });
    expect(vpcOf({ cidr: "10.10.0.0/24" }).privateAddresses).toEqual({ a: 27, c: 27 });
  });

  test("count the addresses without those of the interface endpoints", () => {
    expect(vpcOf({ interfaceEndpoints: ["ec2", "sts"] }).privateAddresses).toEqual({ a: 8185, c: 8185 });
  });
});
