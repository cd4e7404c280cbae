import { kindOf, type ResourceChange } from "../../terraform/plan-json";
import type { Costs } from "../report";
import { coversAny, isObject, maskOf } from "../values/masks";
import { instancePrices, priceList, prices } from "./prices";

/** What is billed: how many of which kind, and the price of one in a month if it is known. */
interface Billed {
  readonly what: string;
  readonly quantity: number;
  readonly perMonth: number | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** What a resource is billed for, by type. */
const billing: Readonly<Record<string, (values: Values, unknown: unknown) => readonly Billed[]>> = {
  aws_eks_cluster: () => [{ what: "control plane", quantity: 1, perMonth: monthly(prices.controlPlane) }],
  aws_nat_gateway: () => [{ what: "NAT gateway", quantity: 1, perMonth: monthly(prices.natGateway) }],
  aws_eip: () => [{ what: "public IPv4 address", quantity: 1, perMonth: monthly(prices.publicAddress) }],
  aws_kms_key: () => [{ what: "customer managed key", quantity: 1, perMonth: monthly(prices.key) }],
  aws_kms_replica_key: () => [{ what: "customer managed key", quantity: 1, perMonth: monthly(prices.key) }],
  aws_vpc_endpoint: ({ vpc_endpoint_type: type, subnet_ids: subnets }, unknown) => {
    if (type !== "Interface") return [];
    const what = "interface endpoint in a zone";
    const isKnown = Array.isArray(subnets) && maskOf(unknown, "subnet_ids") !== true;
    const zones = isKnown ? subnets.length : 1;
    return [
      {
        what: isKnown ? what : `${what}, in zones known after apply`,
        quantity: zones,
        perMonth: isKnown ? monthly(prices.interfaceEndpoint) : undefined,
      },
    ];
  },
  aws_eks_node_group: nodes,
  aws_instance: ({ instance_type: type }) => [instances(text(type), "ON_DEMAND", 1)],
};

/** What a bill depends on. */
const billedAttributes = [
  "capacity_type",
  "instance_type",
  "instance_types",
  "scaling_config",
  "subnet_ids",
  "vpc_endpoint_type",
];

function nodes({ instance_types: types, capacity_type: capacity, scaling_config }: Values): Billed[] {
  const [scaling] = [scaling_config].flat();
  const size = isObject(scaling) ? scaling.desired_size : undefined;
  if (typeof size !== "number") return [{ what: "nodes in an unknown number", quantity: 1, perMonth: undefined }];
  const names = Array.isArray(types) ? types.map(text) : [];
  return [instances(names.join(" or "), text(capacity), size)];
}

/** Spot prices change, and a group of several types can run any of them. */
function instances(type: string, capacity: string, quantity: number): Billed {
  if (capacity === "SPOT") return { what: `${type} spot instance`, quantity, perMonth: undefined };
  const price = instancePrices.get(type);
  const perMonth = price === undefined ? undefined : monthly({ perHour: price });
  return { what: `${type === "" ? "unknown" : type} instance`, quantity, perMonth };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function monthly(price: { readonly perHour: number } | { readonly perMonth: number }): number {
  return "perMonth" in price ? price.perMonth : price.perHour * priceList.hoursPerMonth;
}

/**
 * What a plan changes in the costs per month of what is billed by the hour or the month: nodes at their desired size,
 * NAT gateways, interface endpoints, public addresses, keys and control planes.
 *
 * @param region of the stack; where the table has no prices of it, all are unknown
 * @returns undefined where the plan changes none of that
 */
export function costsOf(changes: readonly ResourceChange[], region: string): Costs | undefined {
  const concealed = changes.filter((resource) => kindOf(resource) !== "nothing" && isConcealed(resource));
  const billed = changes.filter((resource) => kindOf(resource) !== "forget" && !isConcealed(resource));
  const before = quantities(billed, ({ change }) => [change.before, undefined]);
  const after = quantities(billed, ({ change }) => [change.after, change.after_unknown]);
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .map((what) => lineOf(before.get(what), after.get(what), what))
    .filter((line) => line.before !== line.after)
    .sort((one, other) => (one.what < other.what ? -1 : 1));
  if (changed.length + concealed.length === 0) return undefined;
  const isKnown = region === priceList.region;
  const lines = changed.flatMap(({ perMonth, ...line }) =>
    isKnown && perMonth !== undefined ? [{ ...line, monthly: cents((line.after - line.before) * perMonth) }] : [],
  );
  return {
    currency: "USD",
    monthly: cents(lines.reduce((sum, line) => sum + line.monthly, 0)),
    prices: `list prices of ${priceList.region} in ${priceList.date}, without tax, volumes and usage`,
    lines,
    unknown: [
      ...changed
        .filter(({ what }) => lines.every((line) => line.what !== what))
        .map(({ what, before: from, after: to }) => `${what}: ${from} to ${to}`),
      ...[...new Set(concealed.map(({ type }) => type))].sort().map((type) => `${type} with sensitive values`),
    ],
  };
}

/** Whether a bill would tell what Terraform marks as sensitive. */
function isConcealed({ type, change }: ResourceChange): boolean {
  const masks = [change.before_sensitive, change.after_sensitive];
  return type in billing && billedAttributes.some((name) => masks.some((mask) => coversAny(maskOf(mask, name))));
}

type Side = (resource: ResourceChange) => readonly [values: unknown, unknown: unknown];

function quantities(changes: readonly ResourceChange[], side: Side): Map<string, Billed> {
  const found = new Map<string, Billed>();
  for (const resource of changes) {
    const [values, unknown] = side(resource);
    if (!isObject(values)) continue;
    for (const billed of billing[resource.type]?.(values, unknown) ?? []) {
      found.set(billed.what, { ...billed, quantity: billed.quantity + (found.get(billed.what)?.quantity ?? 0) });
    }
  }
  return found;
}

function lineOf(before: Billed | undefined, after: Billed | undefined, what: string) {
  const perMonth = (after ?? before)?.perMonth;
  return { what, before: before?.quantity ?? 0, after: after?.quantity ?? 0, perMonth };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
