import { rmSync } from "node:fs";
import { join } from "node:path";
import type { IStackSynthesizer, ISynthesisSession, TerraformStack } from "cdktf";

/**
 * Removes the output of an earlier synthesis of the stack in the other format, since Terraform would read both files
 * and fail on every block as a duplicate. State, lock file and plugins are kept.
 */
export class SingleFormatSynthesizer implements IStackSynthesizer {
  constructor(
    private readonly stack: TerraformStack,
    private readonly synthesizer: IStackSynthesizer,
  ) {}

  synthesize(session: ISynthesisSession): void {
    this.synthesizer.synthesize(session);
    const { synthesizedStackPath, stackMetadataPath } = session.manifest.forStack(this.stack);
    const stale = synthesizedStackPath.endsWith(".json")
      ? [synthesizedStackPath.replace(/\.json$/, ""), stackMetadataPath]
      : [`${synthesizedStackPath}.json`];
    for (const path of stale) rmSync(join(session.outdir, path), { force: true });
  }
}
