import type { Json, JsonObject } from "../../../src/cdktf/terraform-json";
import { listOf } from "../../model/nested-blocks";
import { allOf, anyOf, type Truth } from "../../model/statements";
import { hasExpression, referenceOf, textOf } from "../../model/value";
import { fails, passes, undecided, type Verdict } from "../verdict";

/** Traffic that a security group or a network ACL admits. */
export interface Traffic {
  /** Ranges of addresses, and what Terraform knows of others. */
  readonly sources: readonly Json[];

  /** Whether it comes from a prefix list, whose ranges are not in the configuration. */
  readonly hasPrefixList: boolean;
  readonly protocol: Json | undefined;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/** Ports, of TCP and UDP unless a protocol is given. */
export interface Ports {
  readonly first: number;
  readonly last: number;
  readonly protocol?: "tcp" | "udp";
}

/** Ranges that are the internet but for a part of it: two of /1 are all of it. No network has one wider than /8. */
const internet = /^[^:]*\/[0-7]$|:[^/]*\/([0-9]|1[0-9])$/;

export function isInternetRange(range: string): boolean {
  return internet.test(range);
}

/** Arguments of an AWS resource that are never the whole internet: a VPC has at most 65,536 IPv4 addresses. */
const boundedRange = /^(aws_vpc|aws_subnet)\.\w+ (cidr_block|ipv6_cidr_block)$/;

/**
 * Traffic of a nested block or a rule.
 *
 * @param names of its arguments with ranges; those of ports and protocol are the same everywhere
 */
export function trafficOf(values: JsonObject, names: readonly string[], protocol = "protocol"): Traffic {
  return {
    sources: names.flatMap((name) => listOf(values[name])),
    hasPrefixList: listOf(values.prefix_list_ids ?? values.prefix_list_id).length > 0,
    protocol: values[protocol],
    from: values.from_port,
    to: values.to_port,
  };
}

/** Whether traffic comes from any IPv4 or IPv6 address. */
export function isFromInternet({ sources, hasPrefixList }: Traffic, family?: "ipv4" | "ipv6"): Truth {
  const truths = sources.map((source): Truth => {
    const text = textOf(source);
    const { address = "", attribute = "" } = referenceOf(source) ?? {};
    if (hasExpression(source)) return boundedRange.test(`${address} ${attribute}`) ? false : "unknown";
    const isFamily = family === undefined || (family === "ipv6") === text.includes(":");
    return isFamily && isInternetRange(text);
  });
  return anyOf([...truths, hasPrefixList ? "unknown" : false]);
}

/**
 * Whether traffic reaches one of several ports.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function reaches(traffic: Traffic, { first, last, protocol }: Ports): Truth {
  const protocols = protocol === undefined ? (["tcp", "udp"] as const) : [protocol];
  const overlaps = allOf([atMost(traffic.from, last), atLeast(traffic.to, first)]);
  return anyOf([
    isEveryProtocol(traffic),
    allOf([anyOf(protocols.map((name) => isProtocol(traffic, name))), overlaps]),
  ]);
}

/** Whether traffic reaches no port other than these, all of TCP. */
export function reachesOnly(traffic: Traffic, ports: readonly number[]): Truth {
  const { from, to } = traffic;
  if (isEveryProtocol(traffic) === true) return false;
  if (typeof from !== "number" || typeof to !== "number") return isUnknown(from) || isUnknown(to) ? "unknown" : false;
  const all = Array.from({ length: Math.min(to - from, ports.length) + 1 }, (_, offset) => from + offset);
  return allOf([isProtocol(traffic, "tcp"), all.every((port) => ports.includes(port))]);
}

/** A verdict on traffic: one that is open fails, and one that may be is undecided. */
export function noneIs(traffic: readonly Traffic[], isOpen: (traffic: Traffic) => Truth, what: string): Verdict {
  const truths = traffic.map(isOpen);
  const open = traffic[truths.indexOf(true)];
  if (open) return fails(`admits ${wordsOf(open)}`);
  const unclear = traffic[truths.indexOf("unknown")];
  if (unclear) return undecided(`whether ${wordsOf(unclear)} opens ${what} is known to Terraform alone`);
  return passes(traffic.length === 0 ? "no rule of its own admits traffic" : `opens no ${what}`);
}

const numbers: Readonly<Record<string, string>> = { tcp: "6", udp: "17" };

function isProtocol({ protocol }: Traffic, name: "tcp" | "udp"): Truth {
  if (isUnknown(protocol)) return "unknown";
  return [name, numbers[name]].includes(textOf(protocol).toLowerCase());
}

function isEveryProtocol({ protocol }: Traffic): Truth {
  if (isUnknown(protocol)) return "unknown";
  return ["-1", "all"].includes(textOf(protocol).toLowerCase());
}

/** Absent ports are all ports. */
function atMost(port: Json | undefined, limit: number): Truth {
  if (port === undefined || port === null) return true;
  return isUnknown(port) ? "unknown" : Number(port) <= limit;
}

function atLeast(port: Json | undefined, limit: number): Truth {
  if (port === undefined || port === null) return true;
  return isUnknown(port) ? "unknown" : Number(port) >= limit;
}

function isUnknown(value: Json | undefined): boolean {
  return value !== undefined && hasExpression(value);
}

function wordsOf({ sources, hasPrefixList, protocol, from, to }: Traffic): string {
  const ports = from === undefined || from === null ? "all ports" : `ports ${textOf(from)} to ${textOf(to)}`;
  const origins = [...sources.map(textOf), ...(hasPrefixList ? ["a prefix list"] : [])].join(", ");
  return `protocol ${textOf(protocol)}, ${from === to && from !== undefined ? `port ${textOf(from)}` : ports}, from ${origins}`;
}
