import { accountRootStatement, CustomerKey, type CustomerKeyProps } from "../../../src/constructs/kms/customer-key";
import { optionFaults } from "../../support/option-faults";
import { synthesize } from "../../support/synthesize";

const build = (alias: string, props: Partial<CustomerKeyProps> = {}) =>
  synthesize(
    (scope) =>
      new CustomerKey(scope, "key", {
        ...props,
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
    "refuses the alias %s",
    (alias) => {
      expect(optionFaults(() => build(alias))).toEqual([
        expect.stringMatching(
          /^alias: got ".*, allowed: alias\/ and letters, digits, "\/", "_" and "-", not alias\/aws\//,
        ),
      ]);
    },
  );

  test("refuses null as deletion protection, which stays on", () => {
    expect(optionFaults(() => build("alias/key", { deletionProtection: null as never }))).toEqual([
      "deletionProtection: got null, allowed: true or false",
    ]);
  });
});
