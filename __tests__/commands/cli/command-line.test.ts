import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { CommandError } from "../../../src/commands/cli/command-error";
import { projectRoot } from "../../../src/commands/cli/project";
import { commandNames, commandOf, usageErrorOf } from "../../support/commands";
import { suggestionsOfPage, suggestionsOfSource } from "../../support/suggestions";

const { runCommand } = jest.requireActual<typeof import("../../../src/commands/cli/command-line")>(
  "../../../src/commands/cli/command-line",
);

function filesIn(folder: string, end: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(end))
    .map((file) => path.join(projectRoot, folder, file));
}

describe("every command line that is suggested is accepted by the command's own parser", () => {
  test("in messages", () => {
    const found = ["src", "demo", "emulator"].flatMap((folder) => filesIn(folder, ".ts")).flatMap(suggestionsOfSource);
    expect(found.length).toBeGreaterThan(30);
    expect(found.map(({ script, args, source }) => [usageErrorOf(script, args), source]).filter(isError)).toEqual([]);
  });

  test("in pages", () => {
    const pages = [
      path.join(projectRoot, "README.md"),
      path.join(projectRoot, "CONTRIBUTING.md"),
      ...filesIn("docs", ".md"),
    ];
    const found = pages.flatMap((page) => suggestionsOfPage(readFileSync(page, "utf8"), page));
    expect(found.length).toBeGreaterThan(60);
    expect(found.map(({ script, args, source }) => [usageErrorOf(script, args), source]).filter(isError)).toEqual([]);
  });

  function isError([error]: readonly (string | undefined)[]): boolean {
    return error !== undefined;
  }
});

describe("a usage error", () => {
  test.each([
    ["state", ["lock"], "missing required argument 'environment'", "npm run state -- lock --help"],
    ["state", ["lick", "dev"], "unknown command 'lick'", "npm run state -- --help"],
    ["deploy", ["dev", "--dry"], "unknown option '--dry'", "npm run deploy -- --help"],
    ["destroy", ["dev", "--auto-approve"], "argument missing", "npm run destroy -- --help"],
    ["doctor", ["dev", "prod"], "too many arguments", "npm run doctor -- --help"],
  ])("of %s %j is followed by one line that names the help, not by the help itself", (script, args, cause, help) => {
    const printed = usageErrorOf(script, args) ?? "";
    expect(printed).toContain(cause);
    expect(printed.trimEnd().split("\n").at(-1)).toBe(`next: ${help} lists the arguments and options`);
    expect(printed).not.toContain("Usage:");
    expect(printed.split("\n").length).toBeLessThan(7);
  });

  test.each(["10", "10x", "-5s", "5m1h", "", "1h 30m", "ten"])(
    "is a lock timeout of %j, before Terraform",
    (duration) => {
      for (const script of ["deploy", "destroy"]) {
        expect(usageErrorOf(script, ["dev", `--lock-timeout=${duration}`])).toContain(
          "must be a number with a unit, such as 30s, 10m or 1h30m",
        );
      }
    },
  );

  test.each(["0", "0s", "45s", "10m", "1h30m", "2h0m5s"])("is not a lock timeout of %s", (duration) => {
    expect(usageErrorOf("deploy", ["dev", "--lock-timeout", duration])).toBeUndefined();
  });

  test.each(["0", "-1", "1.5", "many", "1e3"])("is a count of %s", (count) => {
    expect(usageErrorOf("state", ["history", "dev", `--limit=${count}`])).toContain("integer greater than 0");
    expect(usageErrorOf("bench", [`--pairs=${count}`])).toContain("integer greater than 0");
  });
});

test("one option approves in all commands", () => {
  const flags = commandNames.flatMap((name) => {
    const command = commandOf(name);
    return [command, ...command.commands].flatMap(({ options }) => options.map(({ long }) => long ?? ""));
  });
  const approving = flags.filter((flag) => /yes|approve|confirm|force/.test(flag) && flag !== "--confirm-destroy");
  expect(approving).toEqual(["--auto-approve", "--auto-approve", "--auto-approve"]);
});

describe("the name of an environment is checked before AWS is called, anything is synthesized or asked", () => {
  test.each([
    ["deploy", []],
    ["deploy", ["--skip-synth"]],
    ["deploy", ["--auto-approve", "--json"]],
    ["destroy", []],
    ["destroy", ["--auto-approve", "stagging"]],
    ["audit-log", []],
    ["doctor", []],
    ["review", []],
  ])("by %s %j", async (script, options) => {
    jest.spyOn(console, "log").mockReturnValue();
    const run = commandOf(script).parseAsync(["stagging", ...options], { from: "user" });
    await expect(run).rejects.toMatchObject(unknown);
  });

  test.each([
    ["history", []],
    ["show", []],
    ["diff", ["a"]],
    ["restore", ["a"]],
    ["lock", []],
    ["unlock", ["a"]],
  ])("by state %s", async (subcommand, args) => {
    const run = commandOf("state").parseAsync([subcommand, "stagging", ...args], { from: "user" });
    await expect(run).rejects.toMatchObject(unknown);
  });

  const unknown = {
    name: "CommandError",
    message: "there is no environment named stagging",
    nextStep: expect.stringContaining("name one of ") as string,
  };
});

describe("an error", () => {
  async function printed(error: Error): Promise<string> {
    const shown = jest.spyOn(console, "error").mockReturnValue();
    const command = new Command("example").action(() => {
      throw error;
    });
    await runCommand(command, ["node", "example"]);
    process.exitCode = 0;
    return String(shown.mock.calls.at(-1)?.[0]);
  }

  afterEach(() => {
    jest.restoreAllMocks();
  });

  test("is printed with its cause, what was not done, the next step and the page of the runbook", async () => {
    const details = { effect: "nothing was changed", runbook: "docs/runbook/lock-left.md" } as const;
    expect(await printed(new CommandError("locked", "wait", details))).toBe(
      "error: locked\n\nnext: nothing was changed; wait\nsee: docs/runbook/lock-left.md",
    );
    expect(await printed(new CommandError("locked", "wait"))).toBe("error: locked\n\nnext: wait");
  });
});

describe("the runbook", () => {
  const named = ["src", "demo"]
    .flatMap((folder) => filesIn(folder, ".ts"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/docs\/runbook\/([\w-]+\.md)/g)])
    .map(([, page = ""]) => page);
  const pages = filesIn("docs/runbook", ".md").map((file) => path.basename(file));

  test("has each page that a message names", () => {
    expect(named.filter((page) => !pages.includes(page))).toEqual([]);
  });

  test("is named by the messages about each incident that a command detects", () => {
    // A plan shows a drift, an alert of AWS a leak, and no command answers when its region is lost.
    const others = ["README.md", "drift.md", "state-leaked.md", "region-lost.md"];
    expect(pages.filter((page) => !named.includes(page) && !others.includes(page))).toEqual([]);
  });
});
