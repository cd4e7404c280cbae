import type { TerraformState } from "../../../../src/commands/remote-state/terraform-state";
import type { Synthesized } from "../../../support/synthesize";

const account = "123456789012";

/** A state in which everything of a synthesized stack exists, with the attributes that tell buckets and keys apart. */
export function stateOf(stack: Synthesized): TerraformState {
  const resources = Object.entries(stack.json.resource ?? {}).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, block]) => {
      const region = regionOf(stack, block.provider as string | undefined);
      const arn = `arn:aws:kms:${region}:${account}:key/${name}`;
      const attributes = {
        id: name,
        region,
        ...(type === "aws_kms_key" ? { arn, key_id: name } : {}),
        ...("bucket" in block ? { bucket: nameOf(stack, String(block.bucket)) } : {}),
        ...(type === "aws_sns_topic" ? { kms_master_key_id: topicKey(String(block.kms_master_key_id), region) } : {}),
      };
      const alias = typeof block.provider === "string" ? block.provider.replace(/^aws/, "") : "";
      const provider = `provider["registry.terraform.io/hashicorp/aws"]${alias}`;
      return { mode: "managed", type, name, provider, instances: [{ attributes }] };
    }),
  );
  return { version: 4, serial: 1, lineage: "one", terraform_version: "1.13.5", resources };
}

/** The region of the provider that a block names, or of the one without a name. */
function regionOf(stack: Synthesized, provider: string | undefined): string {
  const { provider: providers } = stack.json as { provider?: { aws: { alias?: string; region: string }[] } };
  const found = providers?.aws.find(({ alias }) => (alias === undefined ? undefined : `aws.${alias}`) === provider);
  if (!found) throw new Error(`there is no provider ${String(provider)}`);
  return found.region;
}

/** The name of a bucket, also where it is given by reference. */
function nameOf(stack: Synthesized, bucket: string): string {
  const [, id] = /^\$\{aws_s3_bucket\.(\w+)\.id\}$/.exec(bucket) ?? [];
  return id === undefined ? bucket : String(stack.at(`aws_s3_bucket.${id}`).bucket);
}

function topicKey(reference: string, region: string): string {
  const [, name = ""] = /aws_kms_key\.(\w+)\./.exec(reference) ?? [];
  return `arn:aws:kms:${region}:${account}:key/${name}`;
}
