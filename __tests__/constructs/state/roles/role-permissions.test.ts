import { policyDocumentOf, type SentPolicyDocument } from "../../../../emulator/referee/policy-document";
import { policyJson } from "../../../../src/constructs/iam/policy-json";
import { roleLimits, rolePermissions } from "../../../../src/constructs/state/roles/role-permissions";
import { evaluate } from "../../../support/policies";

const accountId = "123456789012";

/** The decision about passing a role of `platform-dev` to a service in a region. */
function passing(partition: string, region: string, service: string): Promise<string> {
  const dev = { name: "dev", prefix: "platform-dev", region, accountId, partition, cachePrefixes: [] };
  return evaluate({
    principal: `arn:${partition}:iam::${accountId}:role/Deployer`,
    identityPolicies: [
      policyDocumentOf(JSON.parse(policyJson([...roleLimits(), ...rolePermissions([dev])])) as SentPolicyDocument),
    ],
    resourceAccount: accountId,
    action: "iam:PassRole",
    resource: `arn:${partition}:iam::${accountId}:role/platform-dev-session-manager`,
    context: { "iam:PassedToService": service },
  });
}

describe("permissions to pass roles", () => {
  test.each([
    ["aws", "ap-northeast-1", "ec2.amazonaws.com", "Allowed"],
    ["aws-us-gov", "us-gov-west-1", "ec2.amazonaws.com", "Allowed"],
    ["aws-us-gov", "us-gov-west-1", "lambda.amazonaws.com", "ImplicitlyDenied"],
  ])("reach EC2 and no other service that runs code: %s, %s to %s", async (partition, region, service, decision) => {
    expect(await passing(partition, region, service)).toBe(decision);
  });
});
