import { checkAccount } from "../../../src/commands/checks/account";

const caller = { accountId: "123456789012", arn: "arn:aws:iam::123456789012:user/me" };

test("credentials of the account of the stack pass", () => {
  expect(checkAccount("dev", "123456789012", caller)).toEqual({ outcome: "ok", detail: "123456789012" });
});

test("credentials of another account are refused with both accounts", () => {
  expect(() => checkAccount("dev", "999999999999", caller)).toThrow(
    expect.objectContaining({
      name: "CommandError",
      message:
        "dev belongs to account 999999999999, but these credentials are arn:aws:iam::123456789012:user/me of account 123456789012",
      nextStep: "use credentials of that account (AWS_PROFILE), or correct the account in environments/",
    }) as Error,
  );
});
