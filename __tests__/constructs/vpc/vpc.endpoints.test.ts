import { maximal, synthesizeVpc } from "./fixture";

const clusterPrivate = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "ssm",
  "ssmmessages",
  "sts",
];

/** Services of the interface endpoints, without `com.amazonaws.ap-northeast-1.`. */
function services(props: Parameters<typeof synthesizeVpc>[0]): string[] {
  return Object.values(synthesizeVpc(props).blocks("aws_vpc_endpoint"))
    .filter((endpoint) => endpoint.vpc_endpoint_type === "Interface")
    .map((endpoint) => String(endpoint.service_name).replace("com.amazonaws.ap-northeast-1.", ""))
    .sort();
}

describe("S3 endpoint of a Vpc", () => {
  test("always exists, as a gateway", () => {
    expect(synthesizeVpc({ region: "eu-west-1" }).at("aws_vpc_endpoint.vpc_s3")).toEqual({
      vpc_id: "${aws_vpc.vpc.id}",
      service_name: "com.amazonaws.eu-west-1.s3",
      vpc_endpoint_type: "Gateway",
      tags: { Name: "platform-dev-s3" },
    });
  });

  test("serves the private, intra and database route tables", () => {
    const associations = synthesizeVpc(maximal).blocks("aws_vpc_endpoint_route_table_association");

    expect(associations).toEqual({
      vpc_s3_private_a: association("vpc_private_a"),
      vpc_s3_private_c: association("vpc_private_c"),
      vpc_s3_private_d: association("vpc_private_d"),
      vpc_s3_intra: association("vpc_intra"),
      vpc_s3_database: association("vpc_database"),
    });
  });

  function association(routeTable: string) {
    return {
      vpc_endpoint_id: "${aws_vpc_endpoint.vpc_s3.id}",
      route_table_id: `\${aws_route_table.${routeTable}.id}`,
    };
  }
});

describe("interface endpoints of a Vpc", () => {
  test("do not exist by default, nor does a security group for them", () => {
    expect(services({})).toEqual([]);
    expect(services({ interfaceEndpoints: "none" })).toEqual([]);
    expect(synthesizeVpc().ids("aws_security_group")).toEqual([]);
  });

  test("are those of a cluster without internet access", () => {
    expect(services({ interfaceEndpoints: "cluster-private" })).toEqual(clusterPrivate);
  });

  test("include sqs if Karpenter runs", () => {
    expect(services({ interfaceEndpoints: "cluster-private", karpenter: true })).toEqual(
      [...clusterPrivate, "sqs"].sort(),
    );
    expect(services({ interfaceEndpoints: "none", karpenter: true })).toEqual([]);
  });

  test("are exactly those of an explicit list", () => {
    expect(services({ interfaceEndpoints: ["sts", "ecr.api"], karpenter: true })).toEqual(["ecr.api", "sts"]);
  });

  test("have the public host names, in one private subnet per zone", () => {
    expect(synthesizeVpc(maximal).at("aws_vpc_endpoint.vpc_endpoints_ecr_api")).toEqual({
      vpc_id: "${aws_vpc.vpc.id}",
      service_name: "com.amazonaws.ap-northeast-1.ecr.api",
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      subnet_ids: ["a", "c", "d"].map((zone) => `\${aws_subnet.vpc_private_${zone}.id}`),
      security_group_ids: ["${aws_security_group.vpc_endpoints.id}"],
      tags: { Name: "platform-dev-ecr.api" },
    });
  });

  test("admit HTTPS from the VPC and nothing else", () => {
    const synthesized = synthesizeVpc(maximal);

    expect(synthesized.blocks("aws_vpc_security_group_ingress_rule")).toEqual({
      vpc_endpoints_https: {
        security_group_id: "${aws_security_group.vpc_endpoints.id}",
        description: "HTTPS from the VPC",
        cidr_ipv4: "10.10.0.0/16",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      },
    });
    expect(synthesized.ids("aws_vpc_security_group_egress_rule")).toEqual([]);
  });
});
