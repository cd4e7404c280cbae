import { isMultiplied, listOf, nestedBlocks } from "../../model/nested-blocks";
import type { Block, Stack } from "../../model/project";
import { allOf, anyOf, not, type Truth } from "../../model/statements";
import { hasExpression, referenceOf, resourcesOf, satellitesOf, valueAt } from "../../model/value";
import { type Rule, ruleOnEach, ruleOnTypes } from "../rule";
import { fails, passes, undecided, type Verdict, verdictOf, verdictOn, verdictOnSatellites, worst } from "../verdict";
import { isFromInternet, noneIs, reaches, type Traffic, trafficOf } from "./traffic";
import type { JsonObject } from "../../../src/cdktf/terraform-json";

const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Resources that add a rule to a security group. */
const separateRules = [
  "aws_security_group_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

/** A group that Terraform does not adopt keeps the rules with which AWS creates it. */
function defaultGroupIsEmpty(vpc: Block, stack: Stack): Verdict {
  const adopted = verdictOnSatellites(
    stack,
    vpc,
    "aws_default_security_group",
    (group) => worst([hasNone(group, "ingress"), hasNone(group, "egress"), hasNoSeparateRule(group, stack)]),
    fails("no aws_default_security_group, and so the rules that AWS creates"),
    "vpc_id",
  );
  const rule = separateRules
    .flatMap((type) => resourcesOf(stack, type))
    .find(({ values }) => {
      const group = referenceOf(values.security_group_id);
      return group?.address === vpc.address && group.attribute === "default_security_group_id";
    });
  return rule ? fails(`a rule in ${rule.address}`) : adopted;
}

function hasNone(group: Block, direction: "ingress" | "egress"): Verdict {
  const rules = nestedBlocks(group, direction);
  if (rules.is === "unknown")
    return undecided(`${direction} is known to Terraform alone: ${rules.expression}`, direction);
  return rules.blocks.length === 0 ? passes("no rules", direction) : fails(`rules on ${direction}`, direction);
}

function hasNoSeparateRule(group: Block, stack: Stack): Verdict {
  const [rule] = separateRules.flatMap((type) => satellitesOf(stack, type, "security_group_id", group));
  return rule ? fails(`a rule in ${rule.address}`) : passes("no rules");
}

function hasFlowLogs(vpc: Block, stack: Stack): Verdict {
  const logs = satellitesOf(stack, "aws_flow_log", "vpc_id", vpc);
  const verdicts = logs.map((log) =>
    verdictOn(log, "traffic_type", (type) => ["ALL", "REJECT"].includes(String(type))),
  );
  return (
    verdicts.find(({ outcome }) => outcome === "passes") ??
    verdicts.find(({ outcome }) => outcome === "undecided") ??
    verdicts[0] ??
    verdictOnSatellites(stack, vpc, "aws_flow_log", () => passes("a flow log"), fails("no aws_flow_log"), "vpc_id")
  );
}

/** Network ACLs that are in use: the default one needs no association. */
function isUsed(acl: Block, stack: Stack): Verdict {
  const subnets = valueAt(acl, "subnet_ids");
  const listed = listOf(acl.values.subnet_ids);
  if (Array.isArray(acl.values.subnet_ids) && listed.length > 0)
    return passes(`${listed.length} subnets`, "subnet_ids");
  if (subnets.is === "unknown")
    return undecided(`subnet_ids is known to Terraform alone: ${subnets.expression}`, "subnet_ids");
  return verdictOnSatellites(
    stack,
    acl,
    "aws_network_acl_association",
    () => passes("an association with a subnet"),
    fails("no subnet", "subnet_ids"),
    "network_acl_id",
  );
}

function opensNoAdministration(block: Block): Verdict {
  const what = "port 22 or 3389 to the internet";
  if (isMultiplied(block)) return undecided("Terraform multiplies it, and so its entries are unknown");
  if (block.type === "aws_network_acl_rule") {
    if (block.values.egress === true) return passes("an entry on egress", "egress");
    return noneIs([entryOf(block.values)], (traffic) => isOpenEntry(traffic, block.values.rule_action), what);
  }
  const ingress = nestedBlocks(block, "ingress");
  if (ingress.is === "unknown")
    return undecided(`ingress is known to Terraform alone: ${ingress.expression}`, "ingress");
  const entries = ingress.blocks.map((values) => ({ ...entryOf(values), action: values.action }));
  return noneIs(entries, (traffic) => isOpenEntry(traffic, (traffic as (typeof entries)[number]).action), what);
}

function entryOf(values: JsonObject): Traffic {
  return trafficOf(values, ["cidr_block", "ipv6_cidr_block"]);
}

function isOpenEntry(traffic: Traffic, action: JsonObject[string]): Truth {
  const allows = action !== undefined && hasExpression(action) ? "unknown" : String(action).toLowerCase() === "allow";
  const administers = anyOf([22, 3389].map((port) => reaches(traffic, { first: port, last: port })));
  return allOf([allows, isFromInternet(traffic), administers]);
}

/** An address of the instance itself, of its subnet, or an Elastic IP address. */
function hasNoPublicAddress(instance: Block, stack: Stack): Verdict {
  const [address] = [
    ...satellitesOf(stack, "aws_eip", "instance", instance),
    ...satellitesOf(stack, "aws_eip_association", "instance_id", instance),
  ];
  if (address) return fails(`the address of ${address.address}`);
  const path = "associate_public_ip_address";
  const own = verdictOn(instance, path, (value) => !isTrue(value), "passes");
  if (valueAt(instance, path).is !== "absent") return own;
  const subnet = stack.blocks.get(referenceOf(instance.values.subnet_id)?.address ?? "");
  const assigns: Truth = subnet ? assignsPublicAddresses(subnet) : "unknown";
  return verdictOf(not(assigns), {
    yes: "its subnet assigns no public addresses",
    no: "its subnet assigns public addresses",
    unknown: "whether its subnet assigns public addresses is known to Terraform alone",
  });
}

/** Whether a subnet gives its instances public IPv4 addresses. */
export function assignsPublicAddresses(subnet: Block): Truth {
  const value = valueAt(subnet, "map_public_ip_on_launch");
  return value.is === "unknown" ? "unknown" : value.is === "known" && isTrue(value.value);
}

/** Terraform accepts the text of a Boolean as well. */
function isTrue(value: JsonObject[string]): boolean {
  return value === true || value === "true";
}

const subnetFlags = ["map_public_ip_on_launch", "assign_ipv6_address_on_creation"] as const;

/** Rules on VPCs, subnets, network ACLs, interfaces and instances. */
export const networkRules: readonly Rule[] = [
  ruleOnEach({
    id: "default-security-group-has-no-rules",
    demands: "The default security group of each VPC has no rules.",
    type: "aws_vpc",
    see: `${controls}#ec2-2`,
    decide: defaultGroupIsEmpty,
  }),
  ruleOnEach({
    id: "vpc-has-flow-logs",
    demands: "A flow log of each VPC records at least the traffic that is rejected.",
    type: "aws_vpc",
    see: `${controls}#ec2-6`,
    decide: hasFlowLogs,
  }),
  ruleOnEach({
    id: "subnet-assigns-no-public-address",
    demands: "No subnet assigns public IPv4 addresses or IPv6 addresses by itself.",
    type: "aws_subnet",
    see: `${controls}#ec2-15`,
    decide: (subnet) => {
      const [ipv4, ipv6] = subnetFlags.map((flag) => verdictOn(subnet, flag, (value) => !isTrue(value), "passes"));
      return worst([ipv4 ?? fails("no flag"), ...(ipv6 ? [ipv6] : [])]);
    },
  }),
  ruleOnEach({
    id: "network-acl-is-used",
    demands: "Each network ACL other than the default one belongs to a subnet.",
    type: "aws_network_acl",
    see: `${controls}#ec2-16`,
    decide: isUsed,
  }),
  ruleOnTypes({
    id: "network-acl-opens-no-administration-port",
    demands:
      "No entry of a network ACL allows traffic from any address to port 22 or 3389, whatever entries precede it.",
    types: ["aws_network_acl", "aws_network_acl_rule"],
    see: `${controls}#ec2-21`,
    decide: opensNoAdministration,
  }),
  ruleOnEach({
    id: "network-interface-checks-source",
    demands: "Each network interface drops traffic that is not from or to it.",
    type: "aws_network_interface",
    see: `${controls}#ec2-180`,
    decide: (networkInterface) => verdictOn(networkInterface, "source_dest_check", isTrue, "passes"),
  }),
  ruleOnEach({
    id: "instance-requires-imdsv2",
    demands: "Each instance requires a session token for its metadata.",
    type: "aws_instance",
    see: `${controls}#ec2-8`,
    decide: (instance) => verdictOn(instance, "metadata_options.http_tokens", (value) => value === "required"),
  }),
  ruleOnEach({
    id: "instance-has-no-public-address",
    demands: "No instance has a public IPv4 address.",
    type: "aws_instance",
    see: `${controls}#ec2-9`,
    decide: hasNoPublicAddress,
  }),
];
