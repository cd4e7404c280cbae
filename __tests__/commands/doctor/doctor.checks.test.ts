import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CommandError } from "../../../src/commands/cli/command-error";
import { check, failure, ok, warning } from "../../../src/commands/doctor/check";
import { diagnosisText } from "../../../src/commands/doctor/report";
import { checkTools } from "../../../src/commands/doctor/tools";
import { emulatorVersions } from "../../../src/target/emulator";
import { s3Error } from "../../support/fake-s3";

async function checkThatThrows(error: Error) {
  return check("dev", "lock", () => {
    throw error;
  });
}

describe("a check that could not look", () => {
  test("because AWS denied it is a warning, since nothing is known", async () => {
    expect(await checkThatThrows(s3Error("AccessDenied", 403, "not you"))).toEqual({
      scope: "dev",
      name: "lock",
      outcome: "warning",
      detail: "these credentials are not allowed to check lock: not you",
      nextStep: "use credentials that are; docs/commands.md lists the permissions that each command needs",
    });
  });

  test("because of expired credentials is a failure, although AWS answers 403 as well", async () => {
    expect(await checkThatThrows(s3Error("ExpiredToken", 403, "it is over"))).toMatchObject({
      outcome: "failure",
      detail: "AWS does not accept these credentials (ExpiredToken): it is over",
    });
  });

  test("because of a key is a failure that leads to the key", async () => {
    expect(await checkThatThrows(s3Error("KMS.DisabledException", 400, "it is disabled"))).toMatchObject({
      outcome: "failure",
      detail: "the key that encrypts this object cannot be used (KMS.DisabledException): it is disabled",
    });
  });

  test("because the network is down is a failure", async () => {
    const error = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    expect(await checkThatThrows(error)).toMatchObject({
      outcome: "failure",
      detail: "AWS cannot be reached to check lock: getaddrinfo ENOTFOUND",
    });
  });

  test("for a reason that it knows says cause and next step", async () => {
    expect(await checkThatThrows(new CommandError("cause", "step"))).toMatchObject({
      outcome: "failure",
      detail: "cause",
      nextStep: "step",
    });
  });

  test("for another answer of AWS quotes it, and a fault of ours is thrown", async () => {
    expect(await checkThatThrows(s3Error("InternalError", 500, "sorry"))).toMatchObject({
      outcome: "failure",
      detail: "AWS answered InternalError: sorry",
    });
    await expect(checkThatThrows(new TypeError("a bug"))).rejects.toThrow("a bug");
  });
});

test("the report groups checks, puts next steps below them and counts what is wrong", async () => {
  const checks = [
    await check("tools", "Node", () => ok("20.19.0")),
    await check("dev", "lock", () => warning("held", "wait")),
    await check("dev", "state", () => failure("gone\nfor good", "restore it")),
  ];
  expect(diagnosisText({ healthy: false, checks })).toBe(
    [
      "tools",
      "  ok       Node: 20.19.0",
      "",
      "dev",
      "  warning  lock: held",
      "           next: wait",
      "  FAILURE  state: gone",
      "           for good",
      "           next: restore it",
      "",
      "1 failure and 1 warning in 3 checks",
    ].join("\n"),
  );
});

describe("the tools", () => {
  let programs: string;

  beforeEach(async () => {
    programs = await mkdtemp(path.join(tmpdir(), "doctor-tools-"));
  });

  afterEach(async () => {
    await rm(programs, { recursive: true });
  });

  async function checksOf(terraform: string | undefined, terraformVersion: string | undefined) {
    if (terraform !== undefined) {
      await writeFile(path.join(programs, "terraform"), `#!/bin/sh\necho '${terraform}'\n`);
      await chmod(path.join(programs, "terraform"), 0o755);
    }
    return checkTools({ env: { PATH: programs }, nodeVersion: "18.20.1", terraformVersion });
  }

  async function toolsWith(terraform: string | undefined, terraformVersion: string | undefined) {
    const found = await checksOf(terraform, terraformVersion);
    return Object.fromEntries(found.map(({ name, outcome, detail }) => [name, `${outcome}: ${detail}`]));
  }

  async function nextStepWith(terraform: string, terraformVersion: string) {
    return (await checksOf(terraform, terraformVersion)).find(({ name }) => name === "Terraform")?.nextStep;
  }

  test("against AWS are held to the versions that the stacks require", async () => {
    expect(await toolsWith("Terraform v1.14.0", "~> 1.13.5")).toEqual({
      Node: expect.stringMatching(/^failure: Node 18.20.1 is not supported: install 22 /) as string,
      Terraform: "failure: Terraform 1.14.0 does not satisfy ~> 1.13.5, which every stack requires",
      Python: expect.stringMatching(/^warning: .*only the demo and the tests need it$/) as string,
    });
    expect((await toolsWith("Terraform v1.13.7", "~> 1.13.5")).Terraform).toBe(
      "ok: Terraform 1.13.7 satisfies ~> 1.13.5",
    );
    expect((await toolsWith("OpenTofu v1.12.6", "~> 1.12.0")).Terraform).toBe(
      "ok: OpenTofu 1.12.6 satisfies ~> 1.12.0",
    );
  });

  test("that are OpenTofu, where the settings count Terraform's versions, lead to the setting", async () => {
    expect((await toolsWith("OpenTofu v1.12.6", "~> 1.13.5")).Terraform).toBe(
      "failure: OpenTofu 1.12.6 does not satisfy ~> 1.13.5, which every stack requires",
    );
    expect(await nextStepWith("OpenTofu v1.12.6", "~> 1.13.5")).toBe(
      '~> 1.13.5 refers to versions of Terraform: for OpenTofu set terraformVersion in environments/organization.ts, for example to "~> 1.12.6"',
    );
  });

  test("that do not fit a version of the operator's are not sent to .terraform-version, which holds another", async () => {
    expect(await nextStepWith("Terraform v1.13.5", "~> 1.12.0")).toBe(
      "install a version that satisfies ~> 1.12.0, name the binary in TERRAFORM_BINARY_NAME, or change terraformVersion in environments/organization.ts",
    );
    expect(await nextStepWith("Terraform v1.14.0", "~> 1.13.5")).toContain(".terraform-version pins it");
  });

  test("against an emulator may be any that lock in S3", async () => {
    const { terraform } = emulatorVersions;
    expect((await toolsWith("Terraform v1.14.0", terraform)).Terraform).toBe(
      "ok: Terraform 1.14.0 satisfies >= 1.10.0",
    );
    expect((await toolsWith("OpenTofu v1.10.0", terraform)).Terraform).toBe("ok: OpenTofu 1.10.0 satisfies >= 1.10.0");
    expect((await toolsWith("Terraform v1.10.5", terraform)).Terraform).toBe(
      "failure: Terraform 1.11 or later is needed, but terraform is 1.10.5",
    );
  });

  test("only have to lock in S3 when the settings are invalid", async () => {
    expect((await toolsWith("OpenTofu v1.12.6", undefined)).Terraform).toBe("ok: OpenTofu 1.12.6");
    expect((await toolsWith("OpenTofu v1.9.4", undefined)).Terraform).toBe(
      "failure: OpenTofu 1.10 or later is needed, but terraform is 1.9.4",
    );
  });

  test("that are missing are failures", async () => {
    expect((await toolsWith(undefined, "~> 1.13.5")).Terraform).toBe(
      "failure: Terraform 1.11 or OpenTofu 1.10 or later is needed, but terraform is not installed",
    );
  });
});
