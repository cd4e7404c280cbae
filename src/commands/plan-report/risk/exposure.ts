import { isLimitingCondition } from "../policies/condition-keys";
import type { StatementChange } from "../policies/compare";
import { type Reason, reasonText } from "../../terraform/destruction-text";
import { kindOf, type ResourceChange } from "../../terraform/plan-json";
import { isObject, maskOf } from "../values/masks";

type Values = Readonly<Record<string, unknown>>;

/** Every address of IPv4 or IPv6, and what is as good as all of them. */
const everywhere = /^(?!f[cd])[^/]+\/[0-7]$/i;

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
      .filter(isEverywhere)
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
  const foreign =
    type === "aws_eks_access_entry" && before.principal_arn !== after.principal_arn ? [after.principal_arn] : [];
  return [
    ...opened.filter((reason) => !earlier.has(reasonText(reason))),
    ...textsIn(foreign)
      .filter((arn) => isForeign(arn, account))
      .map((arn) => ({ text: "a principal of another account can use the cluster:", value: arn })),
    ...found,
  ];
}

/** What a statement that is added or changed opens. */
function openedBy({ change, effect, parts }: StatementChange, account: string): Reason[] {
  if (effect !== "Allow" || change === "removed") return [];
  const added = parts.flatMap((part) => part.added.map((text) => ({ name: part.name, text })));
  const principals = added.filter(({ name }) => name === "principals").map(({ text }) => text);
  const conditions = added.filter(({ name }) => name === "conditions").map(({ text }) => text);
  const lost = parts.flatMap((part) => (part.name === "conditions" ? part.removed : [])).filter(isLimit);
  const others = [...principals, ...conditions.filter(isLimit)].filter((text) => isForeign(text, account));
  return [
    ...(principals.includes("*") && !conditions.some(isLimit)
      ? [{ text: "a policy allows every principal of AWS" }]
      : []),
    ...(added.some(({ name }) => name === "principals except")
      ? [{ text: "a policy allows every principal except a few" }]
      : []),
    ...(lost.length > 0 && !conditions.some(isLimit)
      ? [{ text: "a policy loses the condition", value: lost.join("; ") }]
      : []),
    ...others.map((value) => ({ text: "a policy admits another account:", value })),
  ];
}

function isLimit(condition: string): boolean {
  const [, test = "", key = "", values = ""] = /^(\S+) (\S+) = (.*)$/s.exec(condition) ?? [];
  return (
    isLimitingCondition(key) &&
    /^(ForAnyValue:)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$/i.test(test) &&
    !values.split(", ").includes("*")
  );
}

/** Whether a text names an account other than this one. */
function isForeign(text: string, account: string): boolean {
  const accounts = text.match(/(?<![\w-])\d{12}(?![\w-])/g) ?? [];
  return accounts.some((found) => found !== account);
}

function openRanges(rule: Values): Reason[] {
  const ranges = [...textsIn(rule.cidr_blocks), ...textsIn(rule.ipv6_cidr_blocks)];
  return ranges.filter(isEverywhere).map((range) => ingress(range, rule));
}

function ingress(range: string, { from_port: from, to_port: to }: Values): Reason {
  const known = typeof from === "number" && typeof to === "number" && from >= 0;
  const ports = !known ? "every port" : from === to ? `port ${from}` : `ports ${from} to ${to}`;
  return { text: `a security group accepts connections to ${ports} from`, value: range };
}

function fromRange(range: string): Reason {
  return { text: "the public endpoint of the cluster accepts connections from", value: range };
}

function isEverywhere(range: string): boolean {
  return everywhere.test(range);
}

function blocks(value: unknown): Values[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}
