import { mkdir, readdir, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { CommandError } from "../src/commands/cli/command-error";
import { satisfies } from "../src/target/version-range";

/**
 * The registries that `hashicorp/aws` refers to: Terraform's and OpenTofu's. A mirror has a folder for each.
 *
 * @see https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
 * @see https://opentofu.org/docs/language/providers/requirements/#source-addresses
 */
export const registryHosts = ["registry.terraform.io", "registry.opentofu.org"] as const;

type RegistryHost = (typeof registryHosts)[number];

/**
 * Usual locations of provider mirrors: Terraform's implied folders for this user and machine, then container images'.
 */
const conventionalMirrors = [
  path.join(homedir(), ".terraform.d", "plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  "/opt/tf-plugins",
];

/**
 * Finds a folder on this machine that serves the AWS provider to Terraform: the folder in TF_PROVIDER_MIRROR, otherwise
 * the first usual one that contains a suitable version for this platform.
 *
 * @param constraint suitable versions of the provider
 * @throws CommandError when the folder in TF_PROVIDER_MIRROR contains none
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
    `TF_PROVIDER_MIRROR must be a folder with hashicorp/aws ${constraint} of ${registryHosts.join(" or ")} for ${terraformPlatform()}, got "${named}"`,
    "set it to such a mirror, or unset it to have Terraform download the provider",
  );
}

/**
 * Whether a mirror contains a suitable version of the AWS provider for a platform, unpacked or packed, of either
 * registry.
 */
export async function mirrorServes(mirror: string, constraint: string, platform = terraformPlatform()) {
  const serves = registryHosts.map(async (host) => folderServes(awsFolder(mirror, host), constraint, platform));
  return (await Promise.all(serves)).includes(true);
}

/**
 * Creates a mirror of symbolic links that serves both Terraform and OpenTofu: the provider is the same program, but
 * each looks for it below the name of its own registry. Only the last part of each path is a link, since Terraform
 * follows no links before it.
 *
 * @param mirror a mirror that contains the provider of at least one registry
 * @param folder folder to create it in
 * @returns `folder`
 */
export async function linkForBothRegistries(mirror: string, folder: string, constraint: string): Promise<string> {
  for (const host of registryHosts) {
    const own = await folderServes(awsFolder(mirror, host), constraint, terraformPlatform());
    const source = own ? host : registryHosts.find((other) => other !== host);
    await linkPackages(awsFolder(mirror, source ?? host), awsFolder(folder, host));
  }
  return folder;
}

/** Packed versions are files, unpacked ones have a folder for each platform. */
async function linkPackages(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const name of await namesIn(source)) {
    const platforms = await namesIn(path.join(source, name));
    const packages = name.endsWith(".zip") ? [name] : platforms.map((platform) => path.join(name, platform));
    for (const one of packages) {
      await mkdir(path.dirname(path.join(target, one)), { recursive: true });
      await symlink(path.join(source, one), path.join(target, one));
    }
  }
}

function awsFolder(mirror: string, host: RegistryHost): string {
  return path.join(mirror, host, "hashicorp", "aws");
}

async function folderServes(folder: string, constraint: string, platform: string): Promise<boolean> {
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
