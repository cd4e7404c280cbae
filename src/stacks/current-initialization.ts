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
import { satisfies } from "./version-range";

/**
 * Removes what `terraform init` left in the stack's folder for other settings, since Terraform refuses to run on it: the
 * record of another backend, and the lock file of a provider version that the constraint excludes. No state is touched,
 * and where the record is what keeps Terraform from overlooking a state on this machine, it stays.
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
      this.warn(`${state} holds a state that S3 does not: ${howToKeep(this.stack.node.id, state)}`);
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
        `the state was in ${stateAddress(earlier)} and is looked for in ${address} from now on; ` +
          "if the stack is deployed, restore the settings, or copy that object before the next deploy",
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

/** An operator has pointed the folder at the state's copy in another region: see docs/runbook/region-lost.md. */
function isReplica({ type, config }: BackendRecord, { bucket }: JsonObject): boolean {
  return type === "s3" && typeof bucket === "string" && config.bucket === `${bucket}-replica`;
}

/** State files that Terraform would no longer look at, or push to another place, once the record is gone. */
function statesAtStake(folder: string, { type, config }: BackendRecord): string[] {
  const recorded = type === "local" && typeof config.path === "string" ? [path.resolve(folder, config.path)] : [];
  return [...recorded.filter(holdsState), ...localStates(folder)];
}

/** A state on this machine that a folder was initialized for, and that no other backend knows of. */
export function unmovedState(folder: string): string | undefined {
  const record = readBackendRecord(folder);
  return record?.type === "local" ? statesAtStake(folder, record)[0] : undefined;
}

/** What to do with such a file. */
export function howToKeep(stack: string, state: string): string {
  if (path.basename(state) === "errored.tfstate") {
    return `put the settings back, then terraform -chdir=${path.dirname(state)} state push errored.tfstate and remove it`;
  }
  return stack === "bootstrap"
    ? `npm run bootstrap -- --local-state ${state} moves it there`
    : `npm run migrate-state -- ${stack} --local-state ${state} moves it there`;
}

/**
 * Terraform and OpenTofu keep to the version that the lock file names, and fail where the constraint excludes it; CDKTF
 * upgrades only where the two constraints exclude each other. The next `init` writes another one.
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
