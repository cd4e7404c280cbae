import { isObject, type Json } from "../../src/cdktf/terraform-json";
import type { Block, Stack } from "./project";

/** Where a resource is created, as far as the configuration of its provider says. */
export interface Location {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/**
 * The account and region of a block: of its own `region`, and of the provider that it names or of the default one. A
 * stack's own account and region apply where it declares no provider.
 *
 * @see https://developer.hashicorp.com/terraform/language/providers/configuration
 */
export function locationOf(block: Block, stack: Stack): Location {
  const providers = providersOf(stack);
  const { provider, region } = block.values;
  const [, alias] = typeof provider === "string" ? provider.split(".") : [];
  const configuration = providers.find((candidate) => candidate.alias === alias);
  if (configuration === undefined && providers.length > 0) return { account: undefined, region: undefined };
  const accounts = configuration?.allowed_account_ids;
  const [account] = Array.isArray(accounts) ? (accounts as readonly Json[]) : [stack.account];
  return { account: textOf(account), region: textOf(region) ?? textOf(configuration?.region) ?? stack.region };
}

/** Configurations of the AWS provider in a stack. */
export function providersOf({ json: { provider } }: Pick<Stack, "json">) {
  const aws = isObject(provider) ? provider.aws : undefined;
  const list = Array.isArray(aws) ? (aws as readonly Json[]) : [aws];
  return list.filter(isObject);
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
