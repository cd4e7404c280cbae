import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const unknown = "${var.unknown}";
const vpc = { aws_vpc: { a: { cidr_block: "10.0.0.0/16" } } };
const vpcId = "${aws_vpc.a.id}";

function argument(
  type: string,
  passing: JsonObject,
  failing: JsonObject,
  unclear: JsonObject,
  others: JsonObject = {},
): RuleCase {
  const project = (values: JsonObject) => resources({ ...others, [type]: { a: values } });
  return { passing: project(passing), failing: project(failing), unknown: project(unclear) };
}

const ofVpc = (type: string, passing: JsonObject, failing: JsonObject, unclear: JsonObject): RuleCase =>
  argument(type, { vpc_id: vpcId, ...passing }, { vpc_id: vpcId, ...failing }, { vpc_id: vpcId, ...unclear }, vpc);

const endpoint = (service: string): RuleCase => {
  const of = (name: string) => ({ vpc_endpoint_type: "Interface", service_name: name });
  return ofVpc(
    "aws_vpc_endpoint",
    of(`com.amazonaws.ap-northeast-1.${service}`),
    { ...of(`com.amazonaws.ap-northeast-1.${service}`), vpc_endpoint_type: "Gateway" },
    of(unknown),
  );
};

const entry = { rule_action: "allow", protocol: "tcp", from_port: 22, to_port: 22, cidr_block: "10.0.0.0/8" };

export const cases: RuleCases = {
  "default-security-group-has-no-rules": ofVpc(
    "aws_default_security_group",
    {},
    { egress: [{ protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }] },
    { dynamic: { ingress: { for_each: unknown } } },
  ),
  "vpc-has-flow-logs": ofVpc(
    "aws_flow_log",
    { traffic_type: "REJECT" },
    { traffic_type: "ACCEPT" },
    { traffic_type: unknown },
  ),
  "subnet-assigns-no-public-address": argument(
    "aws_subnet",
    { map_public_ip_on_launch: false },
    { assign_ipv6_address_on_creation: true },
    { map_public_ip_on_launch: unknown },
  ),
  "network-acl-is-used": argument(
    "aws_network_acl",
    { subnet_ids: ["${aws_subnet.a.id}"] },
    { subnet_ids: [] },
    { subnet_ids: unknown },
  ),
  "network-acl-opens-no-administration-port": argument(
    "aws_network_acl_rule",
    entry,
    { ...entry, cidr_block: "0.0.0.0/0" },
    { ...entry, cidr_block: unknown },
  ),
  "network-interface-checks-source": argument(
    "aws_network_interface",
    {},
    { source_dest_check: false },
    { source_dest_check: unknown },
  ),
  "instance-requires-imdsv2": argument(
    "aws_instance",
    { metadata_options: { http_tokens: "required" } },
    {},
    { metadata_options: { http_tokens: unknown } },
  ),
  "instance-has-no-public-address": argument(
    "aws_instance",
    { associate_public_ip_address: false },
    { associate_public_ip_address: true },
    { subnet_id: unknown },
  ),
  "launch-template-assigns-no-public-address": argument(
    "aws_launch_template",
    {},
    { network_interfaces: [{ associate_public_ip_address: "true" }] },
    { network_interfaces: [{ associate_public_ip_address: unknown }] },
  ),
  "launch-template-requires-imdsv2": argument(
    "aws_launch_template",
    { metadata_options: { http_tokens: "required" } },
    { metadata_options: { http_tokens: "optional" } },
    { metadata_options: { http_tokens: unknown } },
  ),
  "launch-template-encrypts-volumes": argument(
    "aws_launch_template",
    { block_device_mappings: [{ ebs: { encrypted: "true" } }, { no_device: "true" }] },
    { block_device_mappings: [{ ebs: { encrypted: "true" } }, { ebs: { volume_size: 8 } }] },
    { block_device_mappings: [{ ebs: { encrypted: unknown } }] },
  ),
  "vpc-has-endpoint-ec2": endpoint("ec2"),
  "vpc-has-endpoint-ecr-api": endpoint("ecr.api"),
  "vpc-has-endpoint-ecr-dkr": endpoint("ecr.dkr"),
  "vpc-has-endpoint-ssm": endpoint("ssm"),
  "vpc-has-endpoint-ssm-contacts": endpoint("ssm-contacts"),
  "vpc-has-endpoint-ssm-incidents": endpoint("ssm-incidents"),
};
