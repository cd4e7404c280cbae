import type { S3BackendArguments } from "./backend";

/** How Terraform with this backend asks S3 to encrypt what it writes; anything else would differ from its own writes. */
export function encryptionOf(backend: S3BackendArguments) {
  return backend.kms_key_id === undefined
    ? { ServerSideEncryption: "AES256" as const }
    : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: backend.kms_key_id };
}
