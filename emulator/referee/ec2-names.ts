import { stringsIn } from "./parameters";
import type { RecordedCall } from "./recorded-call";

/**
 * Resource types by the prefix of their IDs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-resources-for-iam-policies
 */
const typesById: Readonly<Record<string, string>> = {
  acl: "network-acl",
  ami: "image",
  dopt: "dhcp-options",
  eigw: "egress-only-internet-gateway",
  eipalloc: "elastic-ip",
  eni: "network-interface",
  fl: "vpc-flow-log",
  i: "instance",
  igw: "internet-gateway",
  lt: "launch-template",
  nat: "natgateway",
  pl: "prefix-list",
  rtb: "route-table",
  sg: "security-group",
  sgr: "security-group-rule",
  snap: "snapshot",
  subnet: "subnet",
  vol: "volume",
  vpc: "vpc",
  vpce: "vpc-endpoint",
};

/** Members whose IDs only describe: what a rule refers to, what a query filters. */
const describing = new Set([
  "Filters",
  "ReferencedGroupId",
  "TagSpecifications",
  "Tags",
  "UserIdGroupPairs",
  "UserData",
]);

/** IDs in a call to EC2, with the resource type that their prefix tells; an association has none of its own. */
export function ec2Ids({ parameters }: RecordedCall): { id: string; type: string | undefined }[] {
  const ids = stringsIn(parameters, describing).filter((value) => /^[a-z]+-[0-9a-f]{8,17}$/.test(value));
  return [...new Set(ids)].map((id) => ({ id, type: typesById[id.slice(0, id.indexOf("-"))] }));
}

/** Resource types that a call tags when it creates them. */
export function taggedTypes({ parameters }: RecordedCall): string[] {
  const { TagSpecifications = [] } = parameters as { TagSpecifications?: { ResourceType: string }[] };
  return TagSpecifications.map(({ ResourceType }) => ResourceType);
}
