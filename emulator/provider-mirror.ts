import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { CommandError } from "../src/operations/command-error";
import { satisfies } from "../src/operations/version-range";

const awsProviderFolder = path.join("registry.terraform.io", "hashicorp", "aws");

/** Where people keep provider mirrors: Terraform's implied folders for this user and machine, then container images'. */
const conventionalMirrors = [
  path.join(homedir(), ".terraform.d", "plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  "/opt/tf-plugins",
];

/**
 * Finds a folder on this machine that serves the AWS provider to Terraform: the one that TF_PROVIDER_MIRROR names, else
 * the first conventional one that has a fitting version for this platform.
 *
 * @param constraint versions of the provider that fit
 * @throws CommandError when the folder that TF_PROVIDER_MIRROR names has none
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export async function findProviderMirror(
  constraint: string,
  env: NodeJS.ProcessEnv = process.env,
  folders: readonly string[] = conventionalMirrors,
): Promise<string | undefined> {
  const named = env.TF_PROVIDER_MIRROR;
  for (const folder of named ? [named] : folders) {
    if (await mirrorServes(folder, constraint)) return path.resolve(folder);
  }
  if (!named) return undefined;
  throw new CommandError(
    `TF_PROVIDER_MIRROR must be a folder with ${awsProviderFolder} ${constraint} for ${terraformPlatform()}, got "${named}"`,
    "point it to such a mirror, or unset it to have Terraform download the provider",
  );
}

/** Whether a mirror has a fitting version of the AWS provider for a platform, unpacked or packed. */
export async function mirrorServes(mirror: string, constraint: string, platform = terraformPlatform()) {
  const folder = path.join(mirror, awsProviderFolder);
  const packed = new RegExp(`^terraform-provider-aws_([0-9.]+)_${platform}\\.zip$`);
  for (const name of await namesIn(folder)) {
    const version = packed.exec(name)?.[1];
    if (version && satisfies(version, constraint)) return true;
    if (satisfies(name, constraint) && (await namesIn(path.join(folder, name))).includes(platform)) return true;
  }
  return false;
}

/** This machine as Terraform names it, for example `linux_amd64`. */
function terraformPlatform(): string {
  return `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
