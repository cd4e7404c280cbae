import { rmSync } from "node:fs";
import { join } from "node:path";
import type { IStackSynthesizer, ISynthesisSession, TerraformStack } from "cdktf";

/**
 * Removes what an earlier synthesis of the stack left in the other format, since Terraform would read both files and
 * fail on every block for being there twice. State, lock file and plugins stay.
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
