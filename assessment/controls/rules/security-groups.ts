import { isMultiplied, nestedBlocks } from "../../model/nested-blocks";
import type { Block } from "../../model/project";
import { allOf, anyOf, not, type Truth } from "../../model/statements";
import { type Rule, ruleOnTypes } from "../rule";
import { passes, undecided, type Verdict } from "../verdict";
import { isFromInternet, noneIs, type Ports, reaches, reachesOnly, type Traffic, trafficOf } from "./traffic";

const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** A group's own rules, and rules beside it: each is examined where it is declared. */
const types = [
  "aws_security_group",
  "aws_default_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
];

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19 */
const highRiskPorts = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

/** AWS's default for the ports that may be open to the internet. */
const authorizedPorts = [80, 443];

const ssh = [22];
const rdp = [3389];

function rule(id: string, demands: string, see: string, what: string, isOpen: (traffic: Traffic) => Truth): Rule {
  return ruleOnTypes({ id, demands, types, see, decide: (block) => admitsNone(block, isOpen, what) });
}

function admitsNone(block: Block, isOpen: (traffic: Traffic) => Truth, what: string): Verdict {
  if (isMultiplied(block)) return undecided(`Terraform multiplies it: ${what} cannot be examined`);
  if (block.type === "aws_vpc_security_group_ingress_rule")
    return noneIs([trafficOf(block.values, ["cidr_ipv4", "cidr_ipv6"], "ip_protocol")], isOpen, what);
  const names = ["cidr_blocks", "ipv6_cidr_blocks"];
  if (block.type === "aws_security_group_rule") {
    if (block.values.type === "egress") return passes("a rule on egress");
    return noneIs([trafficOf(block.values, names)], isOpen, what);
  }
  const ingress = nestedBlocks(block, "ingress");
  if (ingress.is === "unknown")
    return undecided(`ingress is known to Terraform alone: ${ingress.expression}`, "ingress");
  return noneIs(
    ingress.blocks.map((values) => trafficOf(values, names)),
    isOpen,
    what,
  );
}

function opens(ports: readonly number[], family?: "ipv4" | "ipv6") {
  const ranges = ports.map((port): Ports => ({ first: port, last: port }));
  return (traffic: Traffic) =>
    allOf([isFromInternet(traffic, family), anyOf(ranges.map((range) => reaches(traffic, range)))]);
}

/** Rules on what security groups admit from the internet. */
export const securityGroupRules: readonly Rule[] = [
  rule(
    "security-group-opens-only-authorized-ports-to-internet",
    "Security groups admit traffic from any address to TCP ports 80 and 443 alone.",
    `${controls}#ec2-18`,
    "port other than 80 and 443 to the internet",
    (traffic) => allOf([isFromInternet(traffic), not(reachesOnly(traffic, authorizedPorts))]),
  ),
  rule(
    "security-group-opens-no-high-risk-port-to-internet",
    "Security groups admit no traffic from any address to ports of high risk.",
    `${controls}#ec2-19`,
    "port of high risk to the internet",
    opens(highRiskPorts),
  ),
  rule(
    "security-group-opens-no-ssh-to-internet",
    "Security groups admit no traffic from any address to port 22.",
    `${controls}#ec2-13`,
    "port 22 to the internet",
    opens(ssh),
  ),
  rule(
    "security-group-opens-no-rdp-to-internet",
    "Security groups admit no traffic from any address to port 3389.",
    `${controls}#ec2-14`,
    "port 3389 to the internet",
    opens(rdp),
  ),
  rule(
    "security-group-opens-no-cifs-to-internet",
    "Security groups admit no traffic from any address to port 445, of shared folders.",
    `${controls}#ec2-19`,
    "port 445 to the internet",
    opens([445]),
  ),
  rule(
    "security-group-opens-no-administration-port-to-ipv4-internet",
    "Security groups admit no traffic from 0.0.0.0/0 to ports 22 and 3389.",
    `${controls}#ec2-53`,
    "administration port to any IPv4 address",
    opens([...ssh, ...rdp], "ipv4"),
  ),
  rule(
    "security-group-opens-no-administration-port-to-ipv6-internet",
    "Security groups admit no traffic from ::/0 to ports 22 and 3389.",
    `${controls}#ec2-54`,
    "administration port to any IPv6 address",
    opens([...ssh, ...rdp], "ipv6"),
  ),
];
