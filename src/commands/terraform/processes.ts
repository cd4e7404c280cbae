import path from "node:path";
import { execa, type Options } from "execa";
import { terraformBinary } from "../../target/terraform-binary";
import { projectRoot } from "../cli/project";

/** The CDKTF CLI of this project. */
export const cdktfBinary = path.join(projectRoot, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

/** Runs the project's own CDKTF CLI, as `npx cdktf` does, without the lookup. */
export function cdktf<T extends Options>(args: readonly string[], options: T) {
  return execa(process.execPath, [cdktfBinary, ...args], { cwd: projectRoot, ...options });
}

/** Runs Terraform itself. */
export function terraform<T extends Options>(args: readonly string[], options: T) {
  return execa(terraformBinary(options.env), args, options);
}
