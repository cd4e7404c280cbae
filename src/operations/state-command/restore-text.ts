import { compareStates } from "../state/state-contents";
import { stateUrl } from "../state/state-object";
import { describeState } from "../state/terraform-state";
import type { ReadVersion } from "../state/versions";
import type { Restored, RestorePlan } from "./restore";

/** What is about to happen, for a person to confirm. */
export function restorePlanText({ opened, wanted, state, current, serial }: RestorePlan): string {
  return [
    stateUrl(opened.backend),
    `  now:       version ${current.versionId}: ${describeVersion(current)}`,
    `  restored:  version ${wanted.versionId} of ${wanted.lastModified.toISOString()}: ${describeState(state)}`,
    `  becomes:   the newest version, with serial ${serial}; version ${current.versionId} is kept`,
    ...(current.state ? [`  change:    ${summary(compareStates(current.state, state))}`] : []),
  ].join("\n");
}

/** What has happened, and what to do next. */
export function restoredText({ stack, restoredVersion, newVersion, replacedVersion, serial }: Restored): string {
  return [
    `restored version ${restoredVersion} as version ${newVersion}, serial ${serial}, and read it back`,
    `what lay on top before is kept as version ${replacedVersion}`,
    `next: npx cdktf diff ${stack} shows whether the state and the world agree`,
  ].join("\n");
}

function describeVersion({ state, fault, isDeleteMarker }: ReadVersion): string {
  if (isDeleteMarker) return "a delete marker, the state is deleted";
  return state ? describeState(state) : fault;
}

function summary({ added, removed, changed }: ReturnType<typeof compareStates>): string {
  return `${added.length} resources more, ${removed.length} fewer, ${Object.keys(changed).length} with other attributes`;
}
