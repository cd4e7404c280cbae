import { readdir } from "node:fs/promises";
import { type PlanOptions, planToRead, withSavedPlan } from "../../../src/commands/terraform/saved-plan";
import { fakeTerraform } from "../../support/fake-terraform";

const changes = JSON.stringify({ format_version: "1.2", resource_changes: [] });
const before = process.env.TMPDIR;

/** What becomes of a plan where Terraform runs this script. */
async function planned(script: string, plan = withSavedPlan, more: Partial<PlanOptions> = {}) {
  const terraform = await fakeTerraform(script);
  process.env.TMPDIR = terraform.folder;
  try {
    const use = jest.fn().mockResolvedValue("used");
    const run = {
      stack: "dev",
      folder: terraform.folder,
      interruption: new AbortController().signal,
      progress: process.stderr,
      lockTimeout: "0s",
      ...more,
    };
    const result = await plan(run, use).catch((error: unknown) => error);
    return { result, use, left: (await readdir(terraform.folder)).filter((name) => name !== "terraform") };
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, "TMPDIR");
    else process.env.TMPDIR = before;
    await terraform.remove();
  }
}

/** A Terraform whose subcommand does this, and whose other subcommands succeed. */
function terraformWhere(subcommand: string, does: string): string {
  return `case "$1" in ${subcommand}) ${does} ;; plan) exit 2 ;; show) echo '${changes}' ;; esac`;
}

test.each([
  ["plan", "fails", "exit 1", "terraform plan failed"],
  ["plan", "is killed", "kill -9 $$", "terraform plan failed"],
  ["plan", "ends with a code that it does not document", "exit 3", "terraform plan failed"],
  ["init", "fails", "exit 1", "terraform init failed"],
  ["init", "is killed", "kill -9 $$", "terraform init failed"],
  ["show", "fails", "exit 1", "terraform show failed"],
  ["show", "is killed", "kill -9 $$", "terraform show failed"],
])("terraform %s that %s is a failure, and leaves no plan", async (subcommand, _, does, message) => {
  const { result, use, left } = await planned(terraformWhere(subcommand, does));
  expect(result).toMatchObject({
    name: "CommandError",
    message: expect.stringContaining(message) as string,
    nextStep: expect.stringMatching(/^nothing was changed; /) as string,
  });
  expect(use).not.toHaveBeenCalled();
  expect(left).toEqual([]);
});

test("a plan with changes is used, and then deleted", async () => {
  const { result, use, left } = await planned(terraformWhere("plan", "exit 2"));
  expect(result).toBe("used");
  expect(use).toHaveBeenCalledTimes(1);
  expect(left).toEqual([]);
});

test("a plan without changes is not used", async () => {
  const { result, use } = await planned(terraformWhere("plan", "exit 0"));
  expect(result).toBeUndefined();
  expect(use).not.toHaveBeenCalled();
});

test("of a plan that is used, the operator sees the waiting and the warnings of Terraform", async () => {
  const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const text = [
    "Acquiring state lock. This may take a few moments...",
    "Plan: 1 to add, 0 to change, 0 to destroy.\n",
    "Warning: Check block assertion failed\n",
    "  on cdk.tf line 4, in check:\n",
    "the address is not reachable\n",
    "────────\n",
    "Saved the plan to: plan",
  ].join("\n");
  try {
    await planned(terraformWhere("plan", `printf '%s\\n' '${text}'; exit 2`));
    expect(written.mock.calls.join("").split("\n").filter(Boolean)).toEqual([
      "Acquiring state lock. This may take a few moments...",
      "Warning: Check block assertion failed",
      "  on cdk.tf line 4, in check:",
      "the address is not reachable",
    ]);
  } finally {
    written.mockRestore();
  }
});

test("a plan to read is read without changes as well, without the lock, and prints nothing by itself", async () => {
  const lines: string[] = [];
  const script = `echo "$*" >&2; [ "$1" = show ] || echo value; ${terraformWhere("plan", "exit 0")}`;
  const onError = (line: string) => void lines.push(line);
  const { result, left } = await planned(script, planToRead as typeof withSavedPlan, { lock: false, onError });
  expect(result).toEqual({ hasChanges: false, json: JSON.parse(changes) as unknown });
  expect(lines).toEqual([expect.stringMatching(/^init /), expect.stringMatching(/^plan .*-lock=false/)]);
  expect(left).toEqual([]);
});

test("an answer that is no JSON is not quoted", async () => {
  const { result } = await planned("case $1 in plan) exit 2 ;; show) echo CANARY ;; esac");
  expect(result).toMatchObject({ message: "terraform show printed no JSON" });
  expect(String((result as Error).stack)).not.toContain("CANARY");
});
