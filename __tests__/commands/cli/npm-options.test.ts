import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, Option } from "commander";
import { execa } from "execa";
import { CommandError } from "../../../src/commands/cli/command-error";
import { checkOptionsTakenByNpm } from "../../../src/commands/cli/npm-options";
import { projectRoot } from "../../../src/commands/cli/project";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "npm-options-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Variables of the test run's own npm would count as the environment's. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

/** Runs npm as a person does, who has no terminal and an empty configuration file, or the given one. */
async function npm(args: string, { env = {}, npmrc = "" }: { env?: NodeJS.ProcessEnv; npmrc?: string } = {}) {
  const userconfig = path.join(folder, ".npmrc");
  await writeFile(userconfig, npmrc);
  return execa("npm", args.split(" "), {
    cwd: projectRoot,
    // No Terraform, no endpoint and no credentials: whatever gets past the refusal fails at once, and changes nothing.
    env: {
      ...cleanEnvironment(),
      NPM_CONFIG_USERCONFIG: userconfig,
      CDKTF_OUTPUT: path.join(folder, "cdktf.out"),
      TERRAFORM_BINARY_NAME: "no-such-terraform",
      AWS_CONFIG_FILE: path.join(folder, "none"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "none"),
      AWS_EC2_METADATA_DISABLED: "true",
      ...env,
    },
    extendEnv: false,
    all: true,
    reject: false,
    stdin: "ignore",
  });
}

// These are options that npm knows; npm 12 refuses all others by itself, without the right line.
test.each([
  ["run deploy staging --dry-run", "npm run deploy -- staging --dry-run"],
  ["run deploy staging --dry-run --json", "npm run deploy -- staging --dry-run --json"],
  ["run deploy --dry-run -- staging --skip-synth", "npm run deploy -- staging --skip-synth --dry-run"],
  ["run doctor --json", "npm run doctor -- --json"],
  ["run audit-log prod --json", "npm run audit-log -- prod --json"],
  ["run state show prod --json", "npm run state -- show prod --json"],
  ["run state history prod --json", "npm run state -- history prod --json"],
  ["test --json", "npm run test -- --json"],
])("npm %s is refused with the correct command line before anything is done", async (args, line) => {
  const { exitCode, all } = await npm(args);
  expect(exitCode).not.toBe(0);
  expect(all).toContain("nothing was done");
  expect(all).toContain(`next: ${line}\n`);
  expect(all).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(await readdir(folder)).toEqual([".npmrc"]);
});

test.each([
  ["run demo --keep", "npm run demo -- --keep"],
  ["run bench --pairs 7", "npm run bench -- --pairs 7"],
  ["run bootstrap --output=elsewhere", "npm run bootstrap -- --output elsewhere"],
  ["run migrate-state dev --local-state file", "npm run migrate-state -- dev --local-state file"],
  ["run audit-log prod --since 2d --until 1d", "npm run audit-log -- prod --since <time> --until <time>"],
  ["test --testNamePattern subnet", "npm run test -- --testNamePattern subnet"],
])("npm %s, which npm may refuse itself, does nothing either", async (args, line) => {
  const { exitCode, all } = await npm(args);
  expect(exitCode).not.toBe(0);
  expect(all).toMatch(/nothing was done|EUNKNOWNCONFIG|Unknown cli flag|Invalid abbreviated flag/);
  if (all.includes("nothing was done")) expect(all).toContain(`next: ${line}`);
  expect(await readdir(folder)).toEqual([".npmrc"]);
});

test.each([
  ["the environment", { env: { npm_config_yes: "true", NPM_CONFIG_JSON: "true" } }],
  ["a configuration file", { npmrc: "yes=true\njson=true\n" }],
])("settings of npm from %s are accepted", async (_, configuration) => {
  for (const command of ["deploy -- prod --auto-approve", "state -- restore prod version"]) {
    const { all } = await npm(`run ${command}`, configuration);
    expect(all).not.toContain("nothing was done");
    expect(all).not.toContain("npm consumed");
    expect(all).toMatch(/error: /);
  }
});

test.each([
  ["the environment", { env: { npm_config_dry_run: "true" } }],
  ["a configuration file", { npmrc: "dry-run=true\n" }],
])("a deploy is refused if %s sets --dry-run, unless the command line has the option", async (_, configuration) => {
  const { all } = await npm("run deploy prod -- --auto-approve", configuration);
  expect(all).toContain("nothing was done");
  expect((await npm("run deploy -- prod --dry-run", configuration)).all).not.toContain("npm consumed");
});

test("an option is refused although the environment or a file sets it to something else", async () => {
  const configurations = [{ env: { npm_config_dry_run: "false" } }, { npmrc: "dry-run=false\n" }];
  for (const configuration of configurations) {
    const { all } = await npm("run deploy prod --dry-run", configuration);
    expect(all).toContain("next: npm run deploy -- prod --dry-run\n");
  }
});

describe("the line to type", () => {
  const command = (...options: Option[]) => {
    const made = new Command("npm run example --");
    for (const option of options) made.addOption(option);
    return made;
  };
  const env = (taken: NodeJS.ProcessEnv) => ({ ...cleanEnvironment(), npm_lifecycle_event: "example", ...taken });

  test.each<[string, Option, NodeJS.ProcessEnv, string[], string]>([
    ["a value", new Option("--size <n>"), { npm_config_size: "3" }, ["a"], "a --size 3"],
    ["a value among the arguments", new Option("--size <n>"), { npm_config_size: "true" }, ["a", "3"], "a --size 3"],
    ["a value that is nowhere", new Option("--size <n>"), { npm_config_size: "true" }, [], "--size <n>"],
    ["an empty value", new Option("--size <n>"), { npm_config_size: "" }, ["a"], "a --size ''"],
    ["repeated values", new Option("--size <n>"), { npm_config_size: "1\n\n2" }, [], "--size 1 --size 2"],
    ["a value with a quote", new Option("--size <n>"), { npm_config_size: "it's" }, [], "--size 'it'\\''s'"],
    ["a short option", new Option("-x"), { npm_config_x: "true" }, ["a"], "a -x"],
    ["a negated option", new Option("--no-lock"), { npm_config_lock: "" }, [], "--no-lock"],
  ])("has %s", async (_, option, taken, args, line) => {
    const refusal = await checkOptionsTakenByNpm(command(option), args, env(taken)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CommandError);
    expect((refusal as CommandError).nextStep.split("\n")[0]).toBe(`npm run example -- ${line}`);
  });

  test("is for the options of subcommands as well", async () => {
    const parent = command();
    parent.command("child").option("--size <n>");
    const run = checkOptionsTakenByNpm(parent, ["child"], env({ npm_config_size: "3" }));
    await expect(run).rejects.toMatchObject({ nextStep: expect.stringContaining("child --size 3") as string });
  });

  test("is not shown to a command that another npm script starts", async () => {
    const other = { ...env({ npm_config_size: "3" }), npm_lifecycle_event: "test" };
    await expect(checkOptionsTakenByNpm(command(new Option("--size <n>")), [], other)).resolves.toBeUndefined();
  });
});
