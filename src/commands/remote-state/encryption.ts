import type { S3BackendArguments } from "./backend";

/** The encryption that Terraform requests from S3 with this backend, so that all writes use the same one. */
export function encryptionOf(backend: S3BackendArguments) {
  return backend.kms_key_id === undefined
    ? { ServerSideEncryption: "AES256" as const }
    : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: backend.kms_key_id };
}
