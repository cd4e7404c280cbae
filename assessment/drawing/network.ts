import type { Block, Stack } from "../model/project";
import { referenceOf, resourcesOf, satellitesOf } from "../model/value";
import { internet, type Link, type Part } from "./architecture";
import { partId, refersTo, textAt } from "./block-text";
import { subnetContents } from "./subnet-contents";

interface Route {
  readonly subnet: Block;
  readonly via: Block;
}

/** The VPCs of a stack with their zones, subnets, gateways and endpoints. */
export function networks(stack: Stack): { readonly parts: readonly Part[]; readonly links: readonly Link[] } {
  const vpcs = resourcesOf(stack, "aws_vpc");
  const routes = internetRoutes(stack);
  return { parts: vpcs.map((vpc) => network(stack, vpc, routes)), links: links(stack, routes) };
}

function network(stack: Stack, vpc: Block, routes: readonly Route[]): Part {
  const gateways = satellitesOf(stack, "aws_internet_gateway", "vpc_id", vpc);
  const flowLogs = satellitesOf(stack, "aws_flow_log", "vpc_id", vpc);
  return {
    id: partId(vpc),
    kind: "network",
    title: `VPC ${textAt(vpc, "cidr_block") ?? vpc.address}`,
    facts: flowLogs.map((log) => `flow logs: ${textAt(log, "traffic_type") ?? "ALL"} traffic`),
    children: [
      ...gateways.map((gateway): Part => ({
        id: partId(gateway),
        kind: "network",
        title: "Internet gateway",
        facts: [],
      })),
      ...zones(stack, vpc, routes),
      ...endpoints(stack, vpc),
    ],
  };
}

function zones(stack: Stack, vpc: Block, routes: readonly Route[]): readonly Part[] {
  const subnets = satellitesOf(stack, "aws_subnet", "vpc_id", vpc);
  const names = [...new Set(subnets.map(zoneOf))].sort();
  return names.map((zone) => ({
    id: `${partId(vpc)}/${zone}`,
    kind: "zone",
    title: `Zone ${zone}`,
    facts: [],
    children: subnets
      .filter((subnet) => zoneOf(subnet) === zone)
      .map((subnet) => subnetPart(stack, vpc, subnet, routes))
      .sort((a, b) => rank(a) - rank(b) || (a.title < b.title ? -1 : 1)),
  }));
}

function zoneOf(subnet: Block): string {
  return textAt(subnet, "availability_zone") ?? textAt(subnet, "availability_zone_id") ?? "chosen by AWS";
}

const reach = {
  aws_internet_gateway: "to and from the internet",
  aws_nat_gateway: "to the internet through NAT",
  none: "no route to the internet",
};

function rank({ facts }: Part): number {
  return Object.values(reach).findIndex((text) => facts.includes(text));
}

function subnetPart(stack: Stack, vpc: Block, subnet: Block, routes: readonly Route[]): Part {
  const via = routes.find((route) => route.subnet === subnet)?.via.type ?? "none";
  const tier = tierOf(vpc, subnet);
  const launch = textAt(subnet, "map_public_ip_on_launch") === "true" ? ["public addresses on launch"] : [];
  return {
    id: partId(subnet),
    kind: "subnet",
    title: tier,
    facts: [textAt(subnet, "cidr_block") ?? "", reach[via as keyof typeof reach], ...launch],
    contents: subnetContents(stack, subnet),
    row: tier,
  };
}

/** The subnet's name without the VPC's name before it and the zone after it. */
function tierOf(vpc: Block, subnet: Block): string {
  const name = textAt(subnet, "tags.Name");
  if (name === undefined) return subnet.address;
  const prefix = textAt(vpc, "tags.Name") ?? "";
  const zone = zoneOf(subnet).slice(-1);
  const short = name.startsWith(prefix) ? name.slice(prefix.length).replace(/^-/, "") : name;
  return short.endsWith(`-${zone}`) ? short.slice(0, -2) : short;
}

function endpoints(stack: Stack, vpc: Block): readonly Part[] {
  const all = satellitesOf(stack, "aws_vpc_endpoint", "vpc_id", vpc);
  if (all.length === 0) return [];
  const facts = all.map((endpoint) => {
    const service = (textAt(endpoint, "service_name") ?? endpoint.address).replace(
      /^.*\.amazonaws\.(?:[\w-]*\d\.)?/,
      "",
    );
    return `${service} (${(textAt(endpoint, "vpc_endpoint_type") ?? "Gateway").toLowerCase()})`;
  });
  return [
    { id: `${partId(vpc)}/endpoints`, kind: "network", title: `VPC endpoints: ${all.length}`, facts: facts.sort() },
  ];
}

/** Routes of subnets that leave the VPC through a gateway. */
function internetRoutes(stack: Stack): readonly Route[] {
  const gateways = [...resourcesOf(stack, "aws_internet_gateway"), ...resourcesOf(stack, "aws_nat_gateway")];
  const associations = resourcesOf(stack, "aws_route_table_association");
  return resourcesOf(stack, "aws_route").flatMap((route) => {
    const via = gateways.find(
      (gateway) => refersTo(route, "gateway_id", gateway) || refersTo(route, "nat_gateway_id", gateway),
    );
    const table = referenceOf(route.values.route_table_id)?.address;
    if (!via || table === undefined) return [];
    return associations
      .filter((association) => referenceOf(association.values.route_table_id)?.address === table)
      .flatMap((association) => stack.blocks.get(referenceOf(association.values.subnet_id)?.address ?? "") ?? [])
      .map((subnet) => ({ subnet, via }));
  });
}

function links(stack: Stack, routes: readonly Route[]): readonly Link[] {
  const gateways = resourcesOf(stack, "aws_internet_gateway");
  return [
    ...gateways.map((gateway) => ({ from: internet, to: partId(gateway), label: "" })),
    ...routes.flatMap(({ subnet, via }) => {
      const from =
        via.type === "aws_nat_gateway" ? stack.blocks.get(referenceOf(via.values.subnet_id)?.address ?? "") : via;
      if (!from || from === subnet) return [];
      return [{ from: partId(from), to: partId(subnet), label: via.type === "aws_nat_gateway" ? "NAT" : "" }];
    }),
  ];
}
