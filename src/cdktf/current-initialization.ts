import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { Annotations, type IStackSynthesizer, type ISynthesisSession, type TerraformStack } from "cdktf";
import {
  type BackendRecord,
  backendRecordFile,
  differsFrom,
  earlierBackend,
  earlierRecordFile,
  readBackendRecord,
  stateAddress,
} from "./backend-record";
import { holdsState, localStates } from "./local-states";
import { isObject, type Json, type JsonObject } from "./terraform-json";
import { satisfies } from "../target/version-range";

/**
 * Removes the files that `terraform init` left in the stack's folder for other settings, since Terraform refuses to run
 * with them: the record of another backend, and the lock file of a provider version that the constraint excludes. No
 * state is changed. The record is kept where Terraform would otherwise overlook a state on this machine.
 */
export class CurrentInitializationSynthesizer implements IStackSynthesizer {
  constructor(
    private readonly stack: TerraformStack,
    private readonly synthesizer: IStackSynthesizer,
  ) {}

  synthesize(session: ISynthesisSession): void {
    const folder = path.join(session.outdir, session.manifest.forStack(this.stack).workingDirectory);
    const record = readBackendRecord(folder);
    const lockFile = path.join(folder, ".terraform.lock.hcl");
    if (record || existsSync(lockFile) || existsSync(earlierRecordFile(folder))) {
      const terraform = child(this.stack.toTerraform() as JsonObject, "terraform");
      const s3 = child(child(terraform, "backend"), "s3");
      if (record && isObject(s3)) this.forgetOtherBackend(folder, record, s3);
      if (isObject(s3)) this.warnOfEarlierState(folder, stateAddress(s3));
      forgetOtherVersions(lockFile, child(terraform, "required_providers"));
    }
    this.synthesizer.synthesize(session);
  }

  private forgetOtherBackend(folder: string, record: BackendRecord, s3: JsonObject): void {
    if (!differsFrom(record, s3) || isReplica(record, s3)) return;
    const [state] = statesAtStake(folder, record);
    if (state !== undefined) {
      this.warn(`${state} contains a state that is not in S3: ${howToKeep(this.stack.node.id, state)}`);
      return;
    }
    const isElsewhere = record.type === "s3" && stateAddress(record.config) !== stateAddress(s3);
    if (isElsewhere && !existsSync(earlierRecordFile(folder))) {
      renameSync(backendRecordFile(folder), earlierRecordFile(folder));
    } else {
      rmSync(backendRecordFile(folder));
    }
  }

  /** Repeats the warning until Terraform is initialized for the new address. */
  private warnOfEarlierState(folder: string, address: string): void {
    const earlier = earlierBackend(folder, address);
    if (!earlier) {
      rmSync(earlierRecordFile(folder), { force: true });
    } else if (!readBackendRecord(folder)) {
      this.warn(
        `the state was stored in ${stateAddress(earlier)} and is now expected in ${address}; ` +
          "if the stack is deployed, restore the settings, or copy that object before the next deployment",
      );
    }
  }

  private warn(message: string): void {
    Annotations.of(this.stack).addWarning(message);
  }
}

function child(parent: Json | undefined, name: string): Json | undefined {
  return isObject(parent) ? parent[name] : undefined;
}

/**
 * Whether an operator has pointed the folder to the state's copy in another region: see docs/runbook/region-lost.md.
 */
function isReplica({ type, config }: BackendRecord, { bucket }: JsonObject): boolean {
  return type === "s3" && typeof bucket === "string" && config.bucket === `${bucket}-replica`;
}

/** State files that Terraform would no longer read, or would push to another location, once the record is removed. */
function statesAtStake(folder: string, { type, config }: BackendRecord): string[] {
  const recorded = type === "local" && typeof config.path === "string" ? [path.resolve(folder, config.path)] : [];
  return [...recorded.filter(holdsState), ...localStates(folder)];
}

/** A state on this machine for which a folder was initialized, and which no other backend contains. */
export function unmovedState(folder: string): string | undefined {
  const record = readBackendRecord(folder);
  return record?.type === "local" ? statesAtStake(folder, record)[0] : undefined;
}

/** How to keep the state of such a file. */
export function howToKeep(stack: string, state: string): string {
  if (path.basename(state) === "errored.tfstate") {
    return `restore the settings, run terraform -chdir=${path.dirname(state)} state push errored.tfstate, then remove the file`;
  }
  const bootstrap = /^bootstrap(?:-(?<account>\d{12}))?$/.exec(stack);
  if (!bootstrap) return `move it to S3 with npm run migrate-state -- ${stack} --local-state ${state}`;
  const options = bootstrap.groups?.account === undefined ? "" : `--account ${bootstrap.groups.account} `;
  return `move it to S3 with npm run bootstrap -- ${options}--local-state ${state}`;
}

/**
 * Terraform and OpenTofu use the version in the lock file, and fail where the constraint excludes it. CDKTF upgrades
 * only where the two constraints exclude each other. The next `init` writes a new lock file.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
function forgetOtherVersions(lockFile: string, providers: Json | undefined): void {
  if (!existsSync(lockFile) || !isObject(providers)) return;
  const locks = readFileSync(lockFile, "utf8");
  const excluded = Object.values(providers).some((provider) => {
    const [source, constraint] = [child(provider, "source"), child(provider, "version")];
    if (typeof source !== "string" || typeof constraint !== "string") return false;
    const [, , version] =
      [...locks.matchAll(/^provider "([^"]+)" \{[^}]*?\bversion\s*=\s*"([^"]+)"/gm)].find(([, address]) =>
        address?.endsWith(`/${source}`),
      ) ?? [];
    return version !== undefined && !satisfies(version, constraint);
  });
  if (excluded) rmSync(lockFile);
}
