import type { Settings } from "../../settings/validate";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { declaredReplica, declaredStore } from "../../stacks/declared-stores";
import { stateClient } from "../remote-state/backend";
import type { DeclaredState } from "../remote-state/declared-state";
import { checkBucket } from "./bucket";
import { check, type Check } from "./check";
import { checkHardenedBucket } from "./hardened-bucket";
import { checkReplication } from "./replication";

/** Checks that the state is replicated to another region as declared; no checks if the settings declare no replica. */
export async function checkCopy(
  { name, home, backend }: DeclaredState,
  settings: Pick<Settings, "organization" | "environments">,
): Promise<Check[]> {
  const { replicaRegion } = home.state;
  if (replicaRegion === undefined) return [];
  const scope = `${name} replica`;
  const account = bootstrapAccountOf(settings, home.account);
  const declared = declaredReplica(account, home, replicaRegion);
  const place = {
    bucket: declared.bucketName,
    region: replicaRegion,
    key: backend.key,
    madeBy: "npm run deploy -- bootstrap",
    regionSetting: `state.replicaRegion of ${home.name}`,
  };
  const client = stateClient({ ...backend, region: replicaRegion });
  const bucket = await check(scope, "bucket", async () => checkBucket(client, place));
  const { checks, subject } =
    bucket.outcome === "ok"
      ? await checkHardenedBucket(scope, { client, declared }, place)
      : { checks: [], subject: { client, declared } };
  const source = { client: stateClient(backend), declared: declaredStore(account, home) };
  const replication = await check(scope, "replication", async () => checkReplication(source, subject));
  return [bucket, ...checks, replication];
}
