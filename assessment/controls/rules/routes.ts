import type { Json } from "../../../src/cdktf/terraform-json";
import { nestedBlocks } from "../../model/nested-blocks";
import type { Block, Stack } from "../../model/project";
import { anyOf, type Truth } from "../../model/statements";
import { hasExpression, referenceOf, satellitesOf } from "../../model/value";
import { fails, passes, undecided, type Verdict } from "../verdict";
import { assignsPublicAddresses } from "./network";

/**
 * Whether a subnet has neither public addresses nor a route to an internet gateway. One that no route table of the stack
 * is associated with has the VPC's main table, which is undecided.
 *
 * @param id that names the subnet, as another block has it
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
 */
export function subnetIsPrivate(id: Json, stack: Stack): Verdict {
  const subnet = stack.blocks.get(referenceOf(id)?.address ?? "");
  if (!subnet) return undecided(`the subnet ${String(id)} is not in the stack`, "subnet_ids");
  const assigns = assignsPublicAddresses(subnet);
  if (assigns === true) return fails(`${subnet.address} assigns public addresses`, "subnet_ids");
  const tables = satellitesOf(stack, "aws_route_table_association", "subnet_id", subnet).map((association) =>
    stack.blocks.get(referenceOf(association.values.route_table_id)?.address ?? ""),
  );
  const routed = anyOf(tables.map((table): Truth => (table ? leadsToInternet(table, stack) : "unknown")));
  if (routed === true) return fails(`${subnet.address} has a route to an internet gateway`, "subnet_ids");
  if (assigns === "unknown" || routed === "unknown" || tables.length === 0)
    return undecided(`the routes and addresses of ${subnet.address} are known to Terraform alone`, "subnet_ids");
  return passes(`${subnet.address} has no route to an internet gateway`, "subnet_ids");
}

function leadsToInternet(table: Block, stack: Stack): Truth {
  const own = nestedBlocks(table, "route");
  const separate = satellitesOf(stack, "aws_route", "route_table_id", table).map(({ values }) => values.gateway_id);
  const gateways = own.is === "known" ? own.blocks.map(({ gateway_id: gateway }) => gateway) : [];
  return anyOf([own.is === "unknown" ? "unknown" : false, ...[...separate, ...gateways].map(isInternetGateway)]);
}

/** A virtual private gateway can be the target as well. */
function isInternetGateway(gateway: Json | undefined): Truth {
  if (gateway === undefined || gateway === null || gateway === "") return false;
  const reference = referenceOf(gateway);
  if (reference) return reference.address.replace(/^data\./, "").startsWith("aws_internet_gateway.");
  return hasExpression(gateway) ? "unknown" : String(gateway).startsWith("igw-");
}
