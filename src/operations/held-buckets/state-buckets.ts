import { z } from "zod";
import type { TerraformState } from "../state/terraform-state";

/** A bucket that a state knows. */
export interface Bucket {
  readonly bucket: string;
  readonly region: string;
}

/** Provider 6 tells the region of the bucket apart from that of the resource. */
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

/** The bucket that these attributes describe. Empty where they do not. */
export function bucketOf(attributes: unknown): Bucket[] {
  const { data } = attributesSchema.safeParse(attributes);
  return data ? [{ bucket: data.bucket, region: data.bucket_region ?? data.region }] : [];
}
