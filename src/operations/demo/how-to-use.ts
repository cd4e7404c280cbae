import { credentialsOf } from "../../../emulator/environment";
import type { Place } from "./accounts";

/** An emulator that was left running, and what to try in it. */
export interface KeptEmulator {
  /** Variables of the emulator's user. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly stopCommand: string;

  /** Folder that the stacks are synthesized to. */
  readonly outdir: string;

  /** Stack that was deployed; the variables are those of its account. */
  readonly deployed: string;

  /** Where the credentials of each stack belong. */
  readonly places: readonly Place[];
}

/** Lines to paste into a shell: for the deployed stack first, then for the stacks of other accounts and regions. */
export function howToUse({ env, logFile, stopCommand, outdir, deployed, places }: KeptEmulator): string {
  const others = places.filter(({ stacks }) => !stacks.includes(deployed));
  return [
    "",
    "the emulator is still running; to try commands against it, paste these lines into a shell:",
    "",
    ...exportLines({ ...env, CDKTF_OUTPUT: outdir }),
    "",
    `then for example: npx cdktf diff ${deployed}`,
    ...others.flatMap(({ account, region, stacks }) => [
      "",
      `for ${stacks.join(", ")} of account ${account} in ${region}, paste these lines as well:`,
      "",
      ...exportLines(credentialsOf(account, region)),
    ]),
    ...(others.length > 0 ? [""] : []),
    `its log: ${logFile}`,
    `to stop it, which removes all of this: ${stopCommand}`,
  ].join("\n");
}

function exportLines(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
}
