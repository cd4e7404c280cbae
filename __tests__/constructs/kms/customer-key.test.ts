import { accountRootStatement, CustomerKey } from "../../../src/constructs/kms/customer-key";
import { synthesize } from "../../support/synthesize";

const build = (alias: string) =>
  synthesize(
    (scope) =>
      new CustomerKey(scope, "key", {
        alias,
        description: "a key",
        statements: [accountRootStatement("123456789012", "aws")],
      }),
  );

describe("CustomerKey", () => {
  test("has a description, is rotated and is protected from Terraform", () => {
    expect(build("alias/platform-dev-secrets").at("aws_kms_key.key")).toEqual({
      description: "a key",
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      policy: "${data.aws_iam_policy_document.key_policy.json}",
      lifecycle: { prevent_destroy: true },
    });
  });

  test.each(["platform-dev-secrets", "alias/aws/secrets", "alias/", "alias/a b", `alias/${"a".repeat(251)}`])(
    "fails when the alias is %s",
    (alias) => {
      expect(() => build(alias)).toThrow(
        `alias must be "alias/" and at most 250 letters, digits, "/", "_" and "-", not beginning with "aws/", got "${alias}"`,
      );
    },
  );
});
