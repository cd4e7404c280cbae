import { securityGroupRules } from "../../../../assessment/controls/rules/security-groups";
import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";

const only = "security-group-opens-only-authorized-ports-to-internet";
const risk = "security-group-opens-no-high-risk-port-to-internet";
const ssh = "security-group-opens-no-ssh-to-internet";
const ipv6 = "security-group-opens-no-administration-port-to-ipv6-internet";
const tcp = { ip_protocol: "tcp", from_port: 22, to_port: 22, cidr_ipv4: "0.0.0.0/0" };

function decide(id: string, type: string, values: JsonObject) {
  const [rule] = securityGroupRules.filter((candidate) => candidate.id === id);
  return rule?.decide(resources({ [type]: { a: values } })).map(({ outcome }) => outcome);
}

test.each<[string, string, JsonObject, string]>([
  ["TCP 443 to anyone", only, { ...tcp, from_port: 443, to_port: 443 }, "passes"],
  ["UDP 443 to anyone", only, { ...tcp, ip_protocol: "udp", from_port: 443, to_port: 443 }, "fails"],
  ["a range from 80 to 443", only, { ...tcp, from_port: 80, to_port: 443 }, "fails"],
  ["ICMP from anyone", only, { ip_protocol: "icmp", from_port: -1, to_port: -1, cidr_ipv4: "0.0.0.0/0" }, "fails"],
  ["an unknown port to anyone", only, { ...tcp, from_port: "${var.port}", to_port: "${var.port}" }, "undecided"],
  ["a range that contains 22", ssh, { ...tcp, from_port: 0, to_port: 1024 }, "fails"],
  ["the number of TCP", ssh, { ...tcp, ip_protocol: "6" }, "fails"],
  ["every protocol", ssh, { ip_protocol: "-1", cidr_ipv6: "::/0" }, "fails"],
  ["an unknown protocol", ssh, { ...tcp, ip_protocol: "${var.protocol}" }, "undecided"],
  ["a port beside 22", ssh, { ...tcp, from_port: 23, to_port: 1024 }, "passes"],
  [
    "22 from a prefix list",
    ssh,
    { ip_protocol: "tcp", from_port: 22, to_port: 22, prefix_list_id: "pl-1" },
    "undecided",
  ],
  [
    "443 from a prefix list",
    ssh,
    { ip_protocol: "tcp", from_port: 443, to_port: 443, prefix_list_id: "pl-1" },
    "passes",
  ],
  ["22 from the range of a VPC", ssh, { ...tcp, cidr_ipv4: "${aws_vpc.a.cidr_block}" }, "passes"],
  ["22 from another group", ssh, { ip_protocol: "-1", referenced_security_group_id: "sg-1" }, "passes"],
  ["22 from any IPv4 address", ipv6, tcp, "passes"],
  ["rules that Terraform multiplies", risk, { ...tcp, for_each: "${var.ranges}" }, "undecided"],
])("%s: %s", (_, id, values, outcome) => {
  expect(decide(id, "aws_vpc_security_group_ingress_rule", values)).toEqual([outcome]);
});

test.each<[string, JsonObject, string]>([
  ["ingress", { type: "ingress" }, "fails"],
  ["egress", { type: "egress" }, "passes"],
])("a separate rule of %s", (_, type, outcome) => {
  const values = { ...type, protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] };
  expect(decide(ssh, "aws_security_group_rule", values)).toEqual([outcome]);
});

test.each<[string, JsonObject, string]>([
  ["without rules of its own", {}, "passes"],
  ["whose rules are one block", { ingress: { protocol: "-1", ipv6_cidr_blocks: ["::/0"] } }, "fails"],
  [
    "with one open rule among others",
    {
      ingress: [
        { protocol: "-1", self: true },
        { protocol: "all", cidr_blocks: ["0.0.0.0/0"] },
      ],
    },
    "fails",
  ],
  ["whose rules are generated", { dynamic: { ingress: {} } }, "undecided"],
  ["whose rules are an expression", { ingress: "${var.rules}" }, "undecided"],
])("a security group %s", (_, values, outcome) => {
  expect(decide(ssh, "aws_security_group", values)).toEqual([outcome]);
});
