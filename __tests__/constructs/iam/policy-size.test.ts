import { PodIdentityRole } from "../../../src/constructs/iam/pod-identity-role";
import { CustomerKey } from "../../../src/constructs/kms/customer-key";
import { optionFaults } from "../../support/option-faults";
import { synthesize } from "../../support/synthesize";

const arns = (count: number) =>
  Array.from({ length: count }, (_, number) => `arn:aws:iam::123456789012:role/${"r".repeat(50)}${number}`);

describe("a policy that is longer than AWS allows is refused before Terraform runs", () => {
  const role = (count: number) =>
    optionFaults(() =>
      synthesize(
        (scope) =>
          new PodIdentityRole(scope, "role", {
            ...{ clusterName: "platform-dev", region: "ap-northeast-1", accountId: "123456789012" },
            ...{ namespace: "apps", serviceAccount: "api", roleName: "api" },
            policies: { secrets: [{ actions: ["sts:AssumeRole"], resources: arns(count) }] },
          }),
      ),
    );

  const key = (count: number) =>
    optionFaults(() =>
      synthesize(
        (scope) =>
          new CustomerKey(scope, "key", {
            alias: "alias/data",
            description: "Data",
            statements: [
              { actions: ["kms:Decrypt"], resources: ["*"], principals: [{ type: "AWS", identifiers: arns(count) }] },
            ],
          }),
      ),
    );

  test("of a role", () => {
    expect(role(80)).toEqual([]);
    expect(role(150)).toEqual([
      expect.stringMatching(
        /^secrets: got "about \d+ characters", allowed: at most 10240 characters, .* policies of a role/,
      ),
    ]);
  });

  test("of a key", () => {
    expect(key(300)).toEqual([]);
    expect(key(400)).toEqual([
      expect.stringMatching(/^statements: got "about \d+ characters", allowed: at most 32768 characters, .* of a key/),
    ]);
  });
});
