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

  test("has its limits before any other policy", () => {
    const statements = (action: string) => [{ actions: [action], resources: ["*"] }];
    const stack = synthesize((scope) => {
      new AccessRole(scope, "role", {
        ...props,
        permissions: { read: statements("ec2:Describe*"), limits: statements("ec2:DeleteVpc") },
        managedPermissions: { tagged: statements("ec2:*") },
      });
    });

    for (const policy of ["aws_iam_role_policy.role_read", "aws_iam_policy.role_tagged"]) {
      expect([policy, stack.dependsOn(policy, "aws_iam_role_policy.role_limits")]).toEqual([policy, true]);
    }
    expect(stack.dependsOn("aws_iam_role_policy.role_limits", "aws_iam_role_policy.role_read")).toBe(false);
  });
});
