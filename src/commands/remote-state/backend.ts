import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { clientOptions, type Patience } from "../aws/clients";

const backendSchema = z.looseObject({
  bucket: z.string(),
  key: z.string(),
  region: z.string(),
  kms_key_id: z.string().optional(),
  use_path_style: z.boolean().optional(),
});

const synthesizedSchema = z.looseObject({
  terraform: z.looseObject({
    backend: z.looseObject({ s3: backendSchema.optional() }),
    required_version: z.string().optional(),
  }),
});

/** The arguments of a stack's S3 backend, under the names that Terraform gives them. */
export type S3BackendArguments = z.output<typeof backendSchema>;

/** The folder that CDKTF synthesizes one stack into. */
export function stackFolder(outdir: string, stack: string): string {
  return path.join(outdir, "stacks", stack);
}

/** Reads the part of a stack's synthesized JSON that a schema describes. */
export async function readSynthesized<Schema extends z.ZodType>(
  folder: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse(await readFile(path.join(folder, "cdk.tf.json"), "utf8")));
}

/**
 * Reads a stack's S3 backend from its synthesized JSON, so that the commands use the same location as Terraform.
 *
 * @throws when the stack was synthesized with another backend
 */
export async function readS3Backend(outdir: string, stack: string): Promise<S3BackendArguments> {
  const folder = stackFolder(outdir, stack);
  const { terraform } = await readSynthesized(folder, synthesizedSchema);
  if (!terraform.backend.s3) throw new Error(`the stack in ${folder} has no S3 backend`);
  return terraform.backend.s3;
}

/**
 * Makes Terraform forget the backend that a stack's folder used last. Terraform refuses a different backend; after a
 * move the change is intended.
 */
export async function forgetBackend(folder: string): Promise<void> {
  await rm(path.join(folder, ".terraform", "terraform.tfstate"), { force: true });
}

/** The encryption that Terraform requests from S3 with this backend, so that all writes use the same one. */
export function encryptionOf(backend: S3BackendArguments) {
  return backend.kms_key_id === undefined
    ? { ServerSideEncryption: "AES256" as const }
    : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: backend.kms_key_id };
}

/**
 * An S3 client for the bucket of a backend, with its region and addressing style.
 *
 * @param patience how long its calls wait
 */
export function stateClient(
  backend: Pick<S3BackendArguments, "region" | "use_path_style">,
  patience?: Patience,
): S3Client {
  return new S3Client({
    ...clientOptions(backend.region, patience),
    forcePathStyle: backend.use_path_style ?? false,
  });
}
