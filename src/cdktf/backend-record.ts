import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isObject, type JsonObject } from "./terraform-json";

/** The backend that the last `terraform init` in a folder used. */
export interface BackendRecord {
  readonly type: string;
  readonly config: JsonObject;
}

/**
 * Arguments that this project's backends set. Other arguments in a record come from the operator, by `-backend-config`
 * on a command line.
 */
const ownArguments = [
  "bucket",
  "key",
  "region",
  "encrypt",
  "kms_key_id",
  "allowed_account_ids",
  "use_lockfile",
  "use_path_style",
];

/**
 * File in which Terraform records the backend of a working directory. It has the name of a state file, but is not one.
 *
 * @see https://github.com/hashicorp/terraform/blob/v1.13.5/internal/command/workdir/backend_state.go
 */
export function backendRecordFile(folder: string): string {
  return path.join(folder, ".terraform", "terraform.tfstate");
}

/** Where synthesis keeps that record after the settings name another state, until they name the earlier one again. */
export function earlierRecordFile(folder: string): string {
  return path.join(folder, ".terraform", "earlier-backend.json");
}

/** The S3 backend of the state that the settings named before they named the one at this address. */
export function earlierBackend(folder: string, address: string): JsonObject | undefined {
  const record = readBackendRecord(folder, earlierRecordFile(folder));
  return record && stateAddress(record.config) !== address ? record.config : undefined;
}

/** Reads such a record. Returns undefined if there is none, or if Terraform itself refuses it. */
export function readBackendRecord(folder: string, file = backendRecordFile(folder)): BackendRecord | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const record = JSON.parse(readFileSync(file, "utf8")) as unknown;
    const backend = isObject(record) ? record.backend : undefined;
    if (!isObject(backend) || typeof backend.type !== "string") return undefined;
    return { type: backend.type, config: isObject(backend.config) ? backend.config : {} };
  } catch {
    return undefined;
  }
}

/**
 * Whether the configuration of an S3 backend differs, for Terraform, from the recorded one. Terraform compares the
 * decoded values, in which an argument that is not set is null.
 *
 * @see https://github.com/hashicorp/terraform/blob/v1.13.5/internal/command/meta_backend.go `backendConfigNeedsMigration`
 */
export function differsFrom(record: BackendRecord, s3: JsonObject): boolean {
  if (record.type !== "s3") return true;
  return ownArguments.some((name) => !isDeepStrictEqual(record.config[name] ?? null, s3[name] ?? null));
}

/** Address of the state of an S3 backend. */
export function stateAddress({ bucket, key }: JsonObject): string {
  return `s3://${[bucket, key].map((part) => (typeof part === "string" ? part : "?")).join("/")}`;
}
