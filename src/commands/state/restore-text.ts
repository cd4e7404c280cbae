import { compareStates } from "../remote-state/state-contents";
import { stateUrl } from "../remote-state/state-object";
import { describeState } from "../remote-state/terraform-state";
import type { ReadVersion } from "../remote-state/versions";
import type { Restored, RestorePlan } from "./restore";

/** The planned restore, for the operator to confirm. */
export function restorePlanText({ opened, wanted, state, current, serial }: RestorePlan): string {
  return [
    stateUrl(opened.backend),
    `  now:       version ${current.versionId}: ${describeVersion(current)}`,
    `  restored:  version ${wanted.versionId} of ${wanted.lastModified.toISOString()}: ${describeState(state)}`,
    `  becomes:   the newest version, with serial ${serial}; version ${current.versionId} is kept`,
    ...(current.state ? [`  change:    ${summary(compareStates(current.state, state))}`] : []),
  ].join("\n");
}

/** The result of the restore, and the next step. */
export function restoredText({ stack, restoredVersion, newVersion, replacedVersion, serial }: Restored): string {
  return [
    `restored version ${restoredVersion} as version ${newVersion}, serial ${serial}, and read it back`,
    `the state that it replaced is kept as version ${replacedVersion}`,
    `next: npx cdktf diff ${stack} shows whether the state matches the real infrastructure`,
  ].join("\n");
}

function describeVersion({ state, fault, isDeleteMarker }: ReadVersion): string {
  if (isDeleteMarker) return "a delete marker: the state is deleted";
  return state ? describeState(state) : fault;
}

function summary({ added, removed, changed }: ReturnType<typeof compareStates>): string {
  return `${added.length} resources added, ${removed.length} removed, ${Object.keys(changed).length} with different attributes`;
}
