import { CommandError } from "../../../src/commands/cli/command-error";
import { ok, warning } from "../../../src/commands/checks/finding";
import { check } from "../../../src/commands/doctor/check";
import { diagnosisText } from "../../../src/commands/doctor/report";
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
    await check("dev", "state", () => {
      throw new CommandError("gone\nfor good", "restore it");
    }),
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
