import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa, ExecaError } from "execa";
import { CommandError } from "../src/commands/cli/command-error";
import { terraformBinary } from "../src/target/terraform-binary";
import { registryHosts } from "./provider-mirror";
import { publishOnce } from "./publish-once";

/**
 * A Terraform CLI configuration that installs the AWS provider from a folder and everything else from its registry. It
 * lists the provider for the registries of both Terraform and OpenTofu, which reads the same file.
 *
 * @param mirror folder that contains the provider below each registry's name
 * @see https://opentofu.org/docs/cli/config/config-file/#provider-installation
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#explicit-installation-method-configuration
 */
export function mirrorConfiguration(mirror: string): string {
  const awsProvider = `[${registryHosts.map((host) => `"${host}/hashicorp/aws"`).join(", ")}]`;
  return `provider_installation {
  filesystem_mirror {
    path    = ${quote(mirror)}
    include = ${awsProvider}
  }
  direct {
    exclude = ${awsProvider}
  }
}
`;
}

/**
 * Downloads the AWS provider once into a folder that then serves as a mirror. Terraform's own plugin cache is not
 * suitable: two concurrent runs must not fill it, and it needs a lock file, which a new folder does not have.
 *
 * @param constraint suitable versions of the provider; the newest of them is downloaded
 * @param folder folder to store it in
 * @throws CommandError when Terraform cannot download it
 */
export async function downloadProvider(
  constraint: string,
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const fingerprint = createHash("sha256").update(constraint).digest("hex").slice(0, 12);
  return publishOnce(path.join(folder, `providers-${fingerprint}`), async (unpublished) => {
    const workplace = await mkdtemp(path.join(tmpdir(), "eks-platform-provider-"));
    try {
      await fillPluginCache(constraint, unpublished, workplace, env);
    } finally {
      await rm(workplace, { recursive: true, force: true });
    }
  });
}

async function fillPluginCache(constraint: string, cache: string, workplace: string, env: NodeJS.ProcessEnv) {
  const requirement = { aws: { source: "hashicorp/aws", version: constraint } };
  await writeFile(
    path.join(workplace, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: requirement } }),
  );
  try {
    await execa(terraformBinary(env), ["init", "-backend=false", "-input=false", "-no-color"], {
      cwd: workplace,
      env: { ...env, TF_PLUGIN_CACHE_DIR: cache, CHECKPOINT_DISABLE: "1" },
      extendEnv: false,
      all: true,
      stdin: "ignore",
    });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    throw new CommandError(
      `the AWS provider ${constraint} could not be downloaded:\n${String(error.all)}`,
      "fix the cause above, or set TF_PROVIDER_MIRROR to a folder that contains the provider",
    );
  }
}

/** Quotes a text as an HCL string, in which doubling escapes the two template introducers. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);
}
