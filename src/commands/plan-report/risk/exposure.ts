import { isLimitingCondition } from "../policies/condition-keys";
import type { StatementChange } from "../policies/compare";
import type { PartName, Statement } from "../policies/statements";
import { type Reason, reasonText } from "../../terraform/destruction-text";
import { kindOf, type ResourceChange } from "../../terraform/plan-json";
import { knownLater } from "../values/attribute-changes";
import { isObject, maskOf } from "../values/masks";

type Values = Readonly<Record<string, unknown>>;

/** Every address of IPv4 or IPv6, and what is as good as all of them. */
const everywhere = /^(?!f[cd])[^/]+\/[0-7]$/i;

/**
 * Addresses that the internet does not route.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 */
const unrouted =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd]|fe[89ab])/i;

/** What a resource opens to the internet by itself, in words; empty where it opens nothing. */
type Openings = (values: Values, unknown: unknown) => readonly Reason[];

/** How resources open something to the internet, by type. */
const openings: Readonly<Record<string, Openings>> = {
  aws_eks_cluster: ({ vpc_config }) => {
    const [network] = [vpc_config].flat();
    if (!isObject(network) || network.endpoint_public_access !== true) return [];
    const ranges = textsIn(network.public_access_cidrs);
    if (ranges.length === 0) return [fromRange("0.0.0.0/0")];
    return ranges.map(fromRange);
  },
  aws_security_group: ({ ingress }) => blocks(ingress).flatMap((rule) => openRanges(rule)),
  aws_default_security_group: ({ ingress }) => blocks(ingress).flatMap((rule) => openRanges(rule)),
  aws_security_group_rule: (rule) => (rule.type === "ingress" ? openRanges(rule) : []),
  aws_vpc_security_group_ingress_rule: (rule) =>
    textsIn([rule.cidr_ipv4, rule.cidr_ipv6])
      .filter(isInternet)
      .map((range) => ingress(range, rule)),
  aws_subnet: (subnet) =>
    subnet.map_public_ip_on_launch === true ? [{ text: "instances in the subnet get public addresses" }] : [],
  aws_instance: (instance) =>
    instance.associate_public_ip_address === true ? [{ text: "the instance gets a public address" }] : [],
  aws_route: (route, unknown) => {
    const target = route.gateway_id ?? (maskOf(unknown, "gateway_id") === true ? "igw-" : "");
    return typeof target === "string" && target.startsWith("igw-")
      ? [{ text: "the subnets of the route table are connected with the internet gateway" }]
      : [];
  },
  aws_s3_bucket_public_access_block: (block) =>
    ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
      .filter((name) => block[name] !== true)
      .map((name) => ({ text: `${name} does not protect the bucket from public access` })),
};

/**
 * What a plan opens to the internet or to another account with this resource, in words. What was open before is not
 * listed.
 *
 * @param account of the stack; principals of any other one are listed
 */
export function exposures(resource: ResourceChange, statements: readonly StatementChange[], account: string): Reason[] {
  const { type, change } = resource;
  const before = isObject(change.before) ? change.before : {};
  const after = isObject(change.after) ? change.after : {};
  const found = statements.flatMap((statement) => openedBy(statement, account));
  if (kindOf(resource) === "destroy" || kindOf(resource) === "forget") {
    return type === "aws_s3_bucket_public_access_block"
      ? [{ text: "nothing protects the bucket from public access" }]
      : found;
  }
  const earlier = new Set((change.before === null ? [] : (openings[type]?.(before, undefined) ?? [])).map(reasonText));
  const opened = openings[type]?.(after, change.after_unknown) ?? [];
  const admitted = admissions[type];
  const foreign = admitted && before[admitted.attribute] !== after[admitted.attribute] ? after[admitted.attribute] : [];
  return [
    ...opened.filter((reason) => !earlier.has(reasonText(reason))),
    ...textsIn([foreign].flat())
      .filter((name) => isForeign(name, account))
      .map((value) => ({ text: admitted?.text ?? "", value })),
    ...found,
  ];
}

/** Attributes that admit what they name, by type. */
const admissions: Readonly<Record<string, { readonly attribute: string; readonly text: string }>> = {
  aws_eks_access_entry: {
    attribute: "principal_arn",
    text: "a principal of another account can use the cluster:",
  },
  aws_vpc_security_group_ingress_rule: {
    attribute: "referenced_security_group_id",
    text: "a security group accepts connections from another account:",
  },
};

/** What a statement that is added or changed opens. */
function openedBy({ change, effect, parts, statement }: StatementChange, account: string): Reason[] {
  if (effect !== "Allow" || change === "removed") return [];
  const textsOf = (name: PartName, side: "added" | "removed") =>
    parts.flatMap((part) => (part.name === name ? part[side] : []));
  const limits = (statement.parts.conditions ?? []).filter(isLimit);
  const lost = textsOf("conditions", "removed").filter(isLimit);
  const admitted = admittedBy(
    textsOf("principals", "added"),
    textsOf("conditions", "added").filter(isLimit),
    statement,
    account,
  );
  const opened: Reason[] = [
    ...(textsOf("principals except", "added").length > 0
      ? [{ text: "a policy allows every principal except a few" }]
      : []),
    ...(lost.length > 0 && limits.length === 0
      ? [{ text: "a policy loses the condition", value: lost.join("; ") }]
      : []),
    ...admitted,
  ];
  if (opened.length > 0 || !parts.some(isWider)) return opened;
  return admittedBy(statement.parts.principals ?? [], limits, statement, account).map((reason) => ({
    text: `more is allowed: ${reason.text}`,
    ...(reason.value !== undefined && { value: reason.value }),
  }));
}

/** Whether a change of a part lets a statement allow more. */
function isWider({ name, added, removed }: StatementChange["parts"][number]): boolean {
  return name === "conditions" || name.endsWith(" except") ? removed.length > 0 : added.length > 0;
}

/** Whom a statement admits from outside the account by these of its principals and conditions. */
function admittedBy(
  principals: readonly string[],
  conditions: readonly string[],
  { parts }: Statement,
  account: string,
): Reason[] {
  const limits = (parts.conditions ?? []).filter(isLimit);
  const isOfOrganization = parts.principals?.includes("*") && limits.length > 0 && limits.every(isOrganization);
  const isByIdentity = parts.conditions?.some(namesIdentity) ?? false;
  return [
    ...(principals.includes("*") && limits.length === 0 ? [{ text: "a policy allows every principal of AWS" }] : []),
    ...(isOfOrganization
      ? conditions.map((value) => ({ text: "a policy admits every account of an organization:", value }))
      : []),
    ...principals
      .filter((text) => /^Federated (?!.*:saml-provider\/)/.test(text) && !isByIdentity)
      .map((value) => ({ text: "a policy admits every identity of a provider:", value })),
    ...[...principals, ...conditions]
      .filter((text) => isForeign(text, account))
      .map((value) => ({ text: "a policy admits another account:", value })),
  ];
}

function isLimit(condition: string): boolean {
  const [, test = "", key = "", values = ""] = /^(\S+) (\S+) = (.*)$/s.exec(condition) ?? [];
  return (
    isLimitingCondition(key) &&
    /^(ForAnyValue:)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$/i.test(test) &&
    !values.split(", ").some(isAnyones)
  );
}

/** Whether a condition names identities of a provider; the provider's name in it can be unknown until the apply. */
function namesIdentity(condition: string): boolean {
  return /^String\w+ \S+:sub = (?!\*)/.test(condition) || condition.includes(` ${knownLater} = `);
}

function isOrganization(condition: string): boolean {
  return /^\S+ aws:(Principal|Source)Org/i.test(condition);
}

/** Whether wildcards let a value match any account: in the account of an ARN, or in the name if the ARN has none. */
function isAnyones(value: string): boolean {
  const [arn, , , , account, name] = value.split(":");
  const owner = arn === "arn" && account !== undefined ? account || name : value;
  return /^[^/]*[*?]/.test(owner ?? value);
}

/** Whether a text names an account other than this one, or a principal whose account it does not tell. */
function isForeign(text: string, account: string): boolean {
  const accounts = text.match(/(?<![\w-])\d{12}(?![\w-])/g) ?? [];
  return accounts.some((found) => found !== account) || /^CanonicalUser |:iam::cloudfront:/.test(text);
}

function openRanges(rule: Values): Reason[] {
  const ranges = [...textsIn(rule.cidr_blocks), ...textsIn(rule.ipv6_cidr_blocks)];
  return ranges.filter(isInternet).map((range) => ingress(range, rule));
}

function ingress(range: string, { from_port: from, to_port: to }: Values): Reason {
  const known = typeof from === "number" && typeof to === "number" && from >= 0;
  const ports = !known ? "every port" : from === to ? `port ${from}` : `ports ${from} to ${to}`;
  return { text: `a security group accepts connections to ${ports} from`, value: range };
}

function fromRange(range: string): Reason {
  return { text: "the public endpoint of the cluster accepts connections from", value: range };
}

function isInternet(range: string): boolean {
  return everywhere.test(range) || !unrouted.test(range);
}

function blocks(value: unknown): Values[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}
