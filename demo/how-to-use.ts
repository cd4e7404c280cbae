import { credentialsOf } from "../emulator/environment";
import type { DemoLocation } from "./accounts";

/** An emulator that keeps running, and what to try with it. */
export interface KeptEmulator {
  /** Environment variables for users of the emulator. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly stopCommand: string;

  /** Folder that the stacks are synthesized to. */
  readonly outdir: string;

  /** Stack that was deployed; the variables are for its account. */
  readonly deployed: string;

  /** The account and region of each stack. */
  readonly locations: readonly DemoLocation[];
}

/** Lines to paste into a shell: for the deployed stack first, then for stacks in other accounts and regions. */
export function howToUse({ env, logFile, stopCommand, outdir, deployed, locations }: KeptEmulator): string {
  const others = locations.filter(({ stacks }) => !stacks.includes(deployed));
  return [
    "",
    "the emulator is still running; to try commands against it, paste these lines into a shell:",
    "",
    ...exportLines({ ...env, CDKTF_OUTPUT: outdir }),
    "",
    `then for example: npx cdktf diff ${deployed}`,
    ...others.flatMap(({ account, region, stacks }) => [
      "",
      `for ${stacks.join(", ")} in account ${account} and region ${region}, paste these lines as well:`,
      "",
      ...exportLines(credentialsOf(account, region)),
    ]),
    ...(others.length > 0 ? [""] : []),
    `its log: ${logFile}`,
    `to stop it and remove all of its data: ${stopCommand}`,
  ].join("\n");
}

function exportLines(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
}
