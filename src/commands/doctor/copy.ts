import type { Settings } from "../../settings/validate";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { declaredReplica, declaredStore } from "../../stacks/declared-stores";
import { checkBucket } from "../checks/bucket";
import { stateClient } from "../remote-state/backend";
import type { DeclaredState } from "../remote-state/declared-state";
import { check, type Check } from "./check";
import { checkHardening } from "./hardening";
import { checkReplication } from "./replication";

/** Checks that the state is replicated to another region as declared; no checks if the settings declare no replica. */
export async function checkCopy(
  { name, environment, backend: source }: DeclaredState,
  settings: Pick<Settings, "organization" | "environments">,
): Promise<Check[]> {
  const { replicaRegion: region } = environment.state;
  if (region === undefined) return [];
  const scope = `${name} replica`;
  const account = bootstrapAccountOf(settings, environment.account);
  const declared = declaredReplica(account, environment, region);
  const backend = { ...source, bucket: declared.bucketName, region };
  const client = stateClient(backend);
  const createdBy = () => Promise.resolve(`npm run deploy -- ${account.stack}`);
  const bucket = await check(scope, "bucket", async () => checkBucket({ client, backend, stack: name }, createdBy));
  const { checks, subject } =
    bucket.outcome === "ok"
      ? await checkHardening(scope, { client, declared }, backend.key, createdBy)
      : { checks: [], subject: { client, declared } };
  const original = { client: stateClient(source), declared: declaredStore(account, environment) };
  const replication = await check(scope, "replication", async () => checkReplication(original, subject));
  return [bucket, ...checks, replication];
}
