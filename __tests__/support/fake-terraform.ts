import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Has the commands run a shell script as Terraform.
 *
 * @param script where `$1` is Terraform's subcommand and `$*` all arguments
 * @returns a folder of its own, and its removal
 */
export async function fakeTerraform(script: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "fake-terraform-"));
  const file = path.join(folder, "terraform");
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  const before = process.env.TERRAFORM_BINARY_NAME;
  process.env.TERRAFORM_BINARY_NAME = file;
  return {
    folder,
    remove: async () => {
      if (before === undefined) Reflect.deleteProperty(process.env, "TERRAFORM_BINARY_NAME");
      else process.env.TERRAFORM_BINARY_NAME = before;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
