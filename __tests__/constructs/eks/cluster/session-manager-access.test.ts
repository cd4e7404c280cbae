import {
  SessionManagerAccess,
  type SessionManagerAccessProps,
} from "../../../../src/constructs/eks/cluster/session-manager-access";
import { Route } from "@cdktf/provider-aws/lib/route";
import { TerraformOutput } from "cdktf";
import { optionFaults } from "../../../support/option-faults";
import { policyDocument } from "../../../support/policy-document";
import { type Block, synthesize } from "../../../support/synthesize";

const minimal: SessionManagerAccessProps = {
  name: "platform-dev",
  region: "ap-northeast-1",
  vpcId: "vpc-0123",
  subnetId: "subnet-0123",
  clusterSecurityGroupId: "sg-cluster",
  clusterEndpoint: "https://ABC.gr7.ap-northeast-1.eks.amazonaws.com",
};

function build(props: Partial<SessionManagerAccessProps> = {}) {
  return synthesize((scope) => {
    const access = new SessionManagerAccess(scope, "access", { ...minimal, ...props });
    new TerraformOutput(scope, "command", { value: access.portForwardingCommand });
  });
}

function command(props: Partial<SessionManagerAccessProps> = {}): string {
  const { output } = build(props).json as { output?: Record<string, Block> };
  return String(output?.command?.value);
}

describe("SessionManagerAccess", () => {
  const stack = build();
  const instance = stack.at("aws_instance.access");

  test("is a small instance without a public address and without user data", () => {
    expect(instance).toMatchObject({
      instance_type: "t4g.nano",
      subnet_id: "subnet-0123",
      associate_public_ip_address: false,
      iam_instance_profile: "${aws_iam_instance_profile.access_profile.name}",
      vpc_security_group_ids: ["${aws_security_group.access_security_group.id}"],
      monitoring: true,
    });
    expect(instance).not.toHaveProperty("user_data");
    expect(instance).not.toHaveProperty("key_name");
  });

  test("requires IMDSv2 and limits it to the instance", () => {
    expect(instance.metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  test("encrypts its volume, with the account's key or a given key", () => {
    const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/1";

    expect(instance.root_block_device).toMatchObject({ encrypted: true, volume_type: "gp3" });
    expect(instance.root_block_device).not.toHaveProperty("kms_key_id");
    expect(build({ volumeEncryptionKeyArn: keyArn }).at("aws_instance.access").root_block_device).toMatchObject({
      encrypted: true,
      kms_key_id: keyArn,
    });
  });

  test("uses the newest Amazon Linux 2023 for arm64 at creation and then keeps it", () => {
    expect(stack.at("data.aws_ssm_parameter.access_image")).toMatchObject({
      name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
    });
    expect(instance).toMatchObject({
      ami: "${data.aws_ssm_parameter.access_image.insecure_value}",
      lifecycle: { ignore_changes: ["ami"] },
    });
  });

  test("has only the permissions of the Systems Manager agent, from its start", () => {
    expect(stack.ids("aws_iam_role_policy")).toEqual([]);
    expect(stack.ids("aws_iam_role_policy_attachment")).toEqual(["access_AmazonSSMManagedInstanceCore"]);
    expect(policyDocument(stack, "aws_iam_role.access_role.assume_role_policy").Statement).toMatchObject([
      { Effect: "Allow", Principal: { Service: ["ec2.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
    ]);
    expect(
      stack.dependsOn("aws_instance.access", "aws_iam_role_policy_attachment.access_AmazonSSMManagedInstanceCore"),
    ).toBe(true);
  });

  test("has no inbound access and only port 443 outbound", () => {
    const https = { ip_protocol: "tcp", from_port: 443, to_port: 443 };

    expect(stack.at("aws_security_group.access_security_group")).not.toHaveProperty("ingress");
    expect(stack.blocks("aws_vpc_security_group_egress_rule")).toMatchObject({
      access_egress: {
        ...https,
        security_group_id: "${aws_security_group.access_security_group.id}",
        cidr_ipv4: "0.0.0.0/0",
      },
    });
    expect(stack.ids("aws_vpc_security_group_egress_rule")).toHaveLength(1);
    expect(stack.blocks("aws_vpc_security_group_ingress_rule")).toMatchObject({
      access_cluster_ingress: {
        ...https,
        security_group_id: "sg-cluster",
        referenced_security_group_id: "${aws_security_group.access_security_group.id}",
      },
    });
    expect(stack.ids("aws_vpc_security_group_ingress_rule")).toHaveLength(1);
  });

  test("waits for the route to Systems Manager", () => {
    const routed = synthesize((scope) => {
      const route = new Route(scope, "nat", { routeTableId: "rtb-0123" });
      new SessionManagerAccess(scope, "access", { ...minimal, dependsOn: [route] });
    });

    expect(routed.dependsOn("aws_instance.access", "aws_route.nat")).toBe(true);
  });

  test("returns the command that opens the tunnel", () => {
    expect(command({ localPort: 9443 })).toBe(
      "aws ssm start-session --region ap-northeast-1 --target ${aws_instance.access.id} " +
        "--document-name AWS-StartPortForwardingSessionToRemoteHost " +
        '--parameters host=${trimprefix("https://ABC.gr7.ap-northeast-1.eks.amazonaws.com", "https://")},' +
        "portNumber=443,localPortNumber=9443",
    );
  });

  test.each([443, 65536, 8443.5])("refuses the local port %p", (localPort) => {
    expect(optionFaults(() => build({ localPort }))).toEqual([
      `localPort: got ${localPort}, allowed: a whole number from 1024 to 65535`,
    ]);
  });

  test("refuses a name with which the role's name could be too long", () => {
    expect(optionFaults(() => build({ name: "a".repeat(37) }))).toEqual([
      expect.stringContaining("allowed: at most 36 characters, since the names of IAM roles"),
    ]);
  });
});
