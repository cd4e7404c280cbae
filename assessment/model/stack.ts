import { isObject, type JsonObject } from "../../src/cdktf/terraform-json";
import type { Block, Stack } from "./project";
import { textOf } from "./value";

/**
 * A stack with its resources and data sources, in the order of the JSON.
 *
 * @param json `cdk.tf.json`, parsed
 */
export function stackOf({ json, ...identity }: Omit<Stack, "blocks">): Stack {
  const blocks = [...blocksOf(identity.name, "resource", json.resource), ...blocksOf(identity.name, "data", json.data)];
  return { ...identity, json, blocks: new Map(blocks.map((block) => [block.address, block])) };
}

/** The S3 backend of a stack; undefined if its state is elsewhere. */
export function backendOf({ json: { terraform } }: Stack): JsonObject | undefined {
  const backend = isObject(terraform) ? terraform.backend : undefined;
  const s3 = isObject(backend) ? backend.s3 : undefined;
  return isObject(s3) ? s3 : undefined;
}

function blocksOf(stack: string, kind: Block["kind"], types: JsonObject[string]): Block[] {
  return entries(types).flatMap(([type, ids]) =>
    entries(ids).map(([id, { "//": comment, ...values }]) => ({
      stack,
      address: `${kind === "data" ? "data." : ""}${type}.${id}`,
      kind,
      type,
      values,
      constructPath: constructPathIn(comment),
    })),
  );
}

function entries(value: JsonObject[string]): [string, JsonObject][] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, content]) => (isObject(content) ? [[name, content]] : []));
}

function constructPathIn(comment: JsonObject[string]): string {
  const metadata = isObject(comment) ? comment.metadata : undefined;
  return isObject(metadata) ? textOf(metadata.path) : "";
}
