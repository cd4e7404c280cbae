import { z } from "zod";
import type { TerraformState } from "../../remote-state/terraform-state";

/** A bucket in a state. */
export interface Bucket {
  readonly bucket: string;
  readonly region: string;
}

/** Version 6 of the provider distinguishes the region of the bucket from that of the resource. */
const attributesSchema = z.looseObject({
  bucket: z.string(),
  region: z.string(),
  bucket_region: z.string().optional(),
});

/** The buckets of a state. */
export function bucketsOf({ resources }: Pick<TerraformState, "resources">): Bucket[] {
  return resources
    .filter(({ mode, type }) => mode === "managed" && type === "aws_s3_bucket")
    .flatMap(({ instances }) => instances.flatMap(({ attributes }) => bucketOf(attributes)));
}

/** The bucket that these attributes describe. Empty if they describe none. */
export function bucketOf(attributes: unknown): Bucket[] {
  const { data } = attributesSchema.safeParse(attributes);
  return data ? [{ bucket: data.bucket, region: data.bucket_region ?? data.region }] : [];
}
