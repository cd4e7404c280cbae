import { AccessRole } from "../../../../src/constructs/state/roles/access-role";
import { optionFaults } from "../../../support/option-faults";
import { synthesize } from "../../../support/synthesize";

const props = {
  name: "ci/Deployer",
  description: "Deploys",
  trustedPrincipals: ["arn:aws:iam::123456789012:root"],
  permissions: {},
};

const faultsOf = (changes: object) =>
  optionFaults(() => synthesize((scope) => new AccessRole(scope, "role", { ...props, ...changes })));

describe("AccessRole", () => {
  test("trusts whole accounts, users and roles", () => {
    const arn = "arn:aws-us-gov:iam::123456789012";
    expect(faultsOf({ trustedPrincipals: [`${arn}:root`, `${arn}:user/me`, `${arn}:role/ci/Runner`] })).toEqual([]);
  });

  test.each([
    ["arn:aws:iam::123456789012:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"],
    ["arn:aws:sts::123456789012:assumed-role/Admin/me"],
    ["*"],
  ])("refuses to trust %s", (arn) => {
    expect(faultsOf({ trustedPrincipals: [arn] })).toEqual([
      `trustedPrincipals[0]: got "${arn}", allowed: ARN of an IAM role, an IAM user or an account's root`,
    ]);
  });

  test("refuses to trust no principal", () => {
    expect(faultsOf({ trustedPrincipals: [] })).toEqual([
      "trustedPrincipals: got [], allowed: a list of at least 1 ARNs of principals",
    ]);
  });

  test("refuses a name that is an ARN", () => {
    expect(faultsOf({ name: "arn:aws:iam::123456789012:role/Admin" })).toEqual([
      expect.stringContaining("allowed: a name of at most 64 characters, with its path if any"),
    ]);
  });
});
