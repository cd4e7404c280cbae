import { cdktf } from "../src/commands/terraform/processes";

/** Tries to plan a stack that is being deployed, from a separate checkout, and returns Terraform's output. */
export async function planBesideDeploy(stack: string, outdir: string): Promise<{ refused: boolean; lockInfo: string }> {
  const plan = await cdktf(["diff", stack, "--skip-synth", "--no-color", "--output", outdir], {
    all: true,
    reject: false,
    stdin: "ignore",
  });
  const refused = plan.exitCode !== 0 && plan.all.includes("Error acquiring the state lock");
  return { refused, lockInfo: refused ? lockInfoLines(plan.all) : plan.all };
}

function lockInfoLines(output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[\s│]*(\w+\s+│)?\s*/u, ""));
  const start = lines.findIndex((line) => line.startsWith("Lock Info:"));
  return lines
    .slice(start, start + 8)
    .filter((line) => line.trim() !== "")
    .join("\n");
}
