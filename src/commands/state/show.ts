import { CommandError } from "../cli/command-error";
import { outputNames, resourcesOf } from "../remote-state/state-contents";
import { stateUrl } from "../remote-state/state-object";
import { describeState, type TerraformState } from "../remote-state/terraform-state";
import { findVersion, listVersions, readVersions, type StateVersion } from "../remote-state/versions";
import type { OpenedState } from "./opened-state";

/** The contents of one version of a state, by name. */
export interface Contents {
  readonly stack: string;
  readonly url: string;
  readonly versionId: string;
  readonly lastModified: string;
  readonly serial: number;
  readonly lineage: string;
  readonly terraformVersion: string;
  readonly resources: readonly { readonly address: string; readonly status?: string }[];
  readonly outputs: readonly string[];
}

/** Lists the resources in one version of a state. Never their attributes, which contain secrets. */
export async function stateContents(opened: OpenedState, versionId: string): Promise<Contents> {
  const { version, state } = await readableVersion(opened, versionId);
  return {
    stack: opened.name,
    url: stateUrl(opened.backend),
    versionId: version.versionId,
    lastModified: version.lastModified.toISOString(),
    serial: state.serial,
    lineage: state.lineage,
    terraformVersion: state.terraform_version,
    resources: [...resourcesOf(state)].map(([address, { status }]) => ({ address, ...(status && { status }) })),
    outputs: outputNames(state),
  };
}

/** The contents as text. */
export function contentsText(contents: Contents): string {
  const { url, versionId, lastModified, serial, terraformVersion, resources, outputs } = contents;
  return [
    `${url} version ${versionId}`,
    `written ${lastModified}, serial ${serial}, ${resources.length} resources, by Terraform ${terraformVersion}`,
    "",
    ...resources.map(({ address, status }) => `${address}${status ? ` (${status})` : ""}`),
    ...outputs.map((name) => `output ${name}`),
  ].join("\n");
}

/**
 * Reads one version; `latest` reads the newest.
 *
 * @throws CommandError when there is no version with that ID, or it is not a Terraform state
 */
export async function readableVersion(
  { name, client, backend }: OpenedState,
  versionId: string,
): Promise<{ version: StateVersion; state: TerraformState; description: string }> {
  const version = findVersion(await listVersions(client, backend), versionId, name);
  const [read] = await readVersions(client, backend, [version]);
  if (!read?.state) {
    throw new CommandError(
      `version ${version.versionId} of ${stateUrl(backend)} cannot be used: ${read?.fault ?? "gone"}`,
      `npm run state -- history ${name} lists the versions that can`,
    );
  }
  return { version, state: read.state, description: describeState(read.state) };
}
