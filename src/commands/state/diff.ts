import { compareStates, type StateDifference } from "../remote-state/state-contents";
import { stateUrl } from "../remote-state/state-object";
import type { OpenedState } from "./opened-state";
import { readableVersion } from "./show";

/** The difference between two versions of a state. */
export interface VersionDifference extends StateDifference {
  readonly stack: string;
  readonly url: string;
  readonly from: { readonly versionId: string; readonly description: string };
  readonly to: { readonly versionId: string; readonly description: string };
}

/** Compares two versions by resource, naming attributes but never their values. */
export async function versionDifference(opened: OpenedState, from: string, to: string): Promise<VersionDifference> {
  const [before, after] = await Promise.all([readableVersion(opened, from), readableVersion(opened, to)]);
  return {
    stack: opened.name,
    url: stateUrl(opened.backend),
    from: { versionId: before.version.versionId, description: before.description },
    to: { versionId: after.version.versionId, description: after.description },
    ...compareStates(before.state, after.state),
  };
}

/** The difference as text, with Terraform's symbols. */
export function differenceText({ url, from, to, added, removed, changed, outputs }: VersionDifference): string {
  const lines = [
    ...added.map((address) => `+ ${address}`),
    ...removed.map((address) => `- ${address}`),
    ...Object.entries(changed).map(([address, names]) => `~ ${address}: ${names.join(", ")}`),
    ...outputs.map((name) => `~ output ${name}`),
  ];
  return [
    url,
    `from ${from.versionId}: ${from.description}`,
    `to   ${to.versionId}: ${to.description}`,
    "",
    ...(lines.length > 0 ? lines : ["the same resources with the same attributes"]),
  ].join("\n");
}
