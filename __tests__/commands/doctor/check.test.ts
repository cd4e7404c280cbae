import { CommandError } from "../../../src/commands/cli/command-error";
import { check } from "../../../src/commands/doctor/check";
import { s3Error } from "../../support/fake-s3";

async function checkThatThrows(error: Error) {
  return check("dev", "lock", () => {
    throw error;
  });
}

describe("a check that fails", () => {
  test("because AWS denies the request is a warning, since it says nothing about the resource", async () => {
    expect(await checkThatThrows(s3Error("AccessDenied", 403, "not you"))).toEqual({
      scope: "dev",
      name: "lock",
      outcome: "warning",
      detail: "these credentials are not allowed to check lock: not you",
      nextStep: "use credentials that are; docs/commands.md lists the permissions that each command needs",
    });
  });

  test("because of expired credentials is a failure, although AWS answers 403, too", async () => {
    expect(await checkThatThrows(s3Error("ExpiredToken", 403, "it is over"))).toMatchObject({
      outcome: "failure",
      detail: "AWS does not accept these credentials (ExpiredToken): it is over",
    });
  });

  test("because of a key is a failure that names the key", async () => {
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

  test("with a CommandError reports its cause and next step", async () => {
    expect(await checkThatThrows(new CommandError("cause", "step"))).toMatchObject({
      outcome: "failure",
      detail: "cause",
      nextStep: "step",
    });
  });

  test("with any other answer of AWS quotes it; any other error is thrown", async () => {
    expect(await checkThatThrows(s3Error("InternalError", 500, "sorry"))).toMatchObject({
      outcome: "failure",
      detail: "AWS failed to check lock (HTTP 500, InternalError): sorry",
    });
    await expect(checkThatThrows(new TypeError("a bug"))).rejects.toThrow("a bug");
  });
});
