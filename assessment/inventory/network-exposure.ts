import type { Block, Stack } from "../model/project";
import { referenceOf, resourcesOf, satellitesOf } from "../model/value";
import { argumentText, blockTexts, referredText, unknownText } from "./argument-text";

/** How a subnet reaches the internet and is reached from there: by the routes of its table. */
export function subnetExposure(subnet: Block, stack: Stack): string {
  const addresses = argumentText(subnet, "map_public_ip_on_launch", "false");
  const tables = satellitesOf(stack, "aws_route_table_association", "subnet_id", subnet).map(
    ({ values }) => values.route_table_id,
  );
  const ways = tables.flatMap((table) => {
    const address = referenceOf(table)?.address;
    return address === undefined ? [unknownText(referredText(table))] : waysOf(address, stack);
  });
  const main = tables.length === 0 ? ["routes of the main table"] : [];
  const known = { true: ["public addresses"], false: [] }[addresses] ?? [addresses];
  const texts = [...new Set([...ways, ...main, ...known])];
  return texts.length === 0 ? "VPC" : texts.join("; ");
}

/** Arguments of a route that lead out of the VPC. */
const targets = [
  ["gateway_id", "internet through"],
  ["nat_gateway_id", "outbound to the internet through"],
  ["egress_only_gateway_id", "outbound to the internet through"],
  ["transit_gateway_id", "network behind"],
  ["vpc_peering_connection_id", "network behind"],
] as const;

function waysOf(table: string, stack: Stack): string[] {
  const block = stack.blocks.get(table);
  const routes = resourcesOf(stack, "aws_route").filter(
    ({ values }) => referenceOf(values.route_table_id)?.address === table,
  );
  return [...routes.flatMap(wayOf), ...(block ? blockTexts(block, "route", wayOf) : [])];
}

function wayOf({ values }: Block): string[] {
  return targets.flatMap(([argument, words]) => {
    const target = referredText(values[argument]);
    return ["", "local"].includes(target) ? [] : [`${words} ${target}`];
  });
}

/** What the ingress rules of a security group admit, written in it or as resources of their own. */
export function securityGroupExposure(group: Block, stack: Stack): string {
  const rules = satellitesOf(stack, "aws_vpc_security_group_ingress_rule", "security_group_id", group);
  const older = satellitesOf(stack, "aws_security_group_rule", "security_group_id", group).filter(
    ({ values }) => values.type === "ingress",
  );
  const written = blockTexts(group, "ingress", (rule) => [ruleExposure(rule)]);
  const texts = [...new Set([...[...rules, ...older].map(ruleExposure), ...written])].sort();
  return texts.length === 0 ? "nothing" : texts.join("; ");
}

/** Arguments that name the sources of a rule, of each of its three resource types. */
const sources = [
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "prefix_list_ids",
  "security_groups",
  "source_security_group_id",
] as const;

/** A rule in words: `tcp 443 from 10.0.0.0/16`. */
export function ruleExposure(rule: Block): string {
  const from = sources.flatMap((name) => {
    const value = rule.values[name];
    const list = Array.isArray(value) ? (value as readonly (typeof value)[]) : [value];
    return list.map((one) => referredText(one)).filter((text) => text !== "");
  });
  const self = argumentText(rule, "self") === "true" ? ["itself"] : [];
  return `${portsText(rule)} from ${[...from, ...self].join(", ")}`;
}

function portsText(rule: Block): string {
  const protocol = argumentText(rule, "ip_protocol", argumentText(rule, "protocol"));
  if (protocol === "-1" || protocol === "all") return "all traffic";
  const [first, last] = [argumentText(rule, "from_port"), argumentText(rule, "to_port")];
  return `${protocol} ${first === last ? first : `${first}-${last}`}`.trim();
}
