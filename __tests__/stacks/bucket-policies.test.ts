import { Testing } from "cdktf";
import { dev, organization, prod } from "../support/example";
import { PrivateBucket } from "../../src/constructs/state/store/private-bucket";
import { policySize } from "../../src/constructs/iam/policy-size";
import { SettingsError, validateSettings } from "../../src/settings/validate";
import type { StateAccessSettings } from "../../src/settings/state-access";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { awsTarget } from "../../src/target/emulator";
import { policyDocument } from "../support/policy-document";
import { Synthesized } from "../support/synthesize";

const copied = { ...prod, state: { ...prod.state, replicaRegion: "ap-northeast-3" } };

function bootstrap(stateAccess: StateAccessSettings) {
  const settings = validateSettings({ ...organization, stateAccess }, [dev, copied]);
  return new BootstrapStack(Testing.app(), "bootstrap", { settings, target: awsTarget });
}

describe("the policy of a bucket", () => {
  const users = (count: number) =>
    Array.from({ length: count }, (_, position) => `emergency/${"x".repeat(50)}${position}`);

  test("is measured as Terraform writes it, except for keys that do not exist yet", () => {
    const stack = bootstrap({ breakGlass: { users: users(2) } });
    const synthesized = new Synthesized(JSON.parse(Testing.synth(stack)) as Synthesized["json"]);
    const longestKeyArn = "x".repeat(88);
    const keys = { "aws_kms_key.state_key.arn": longestKeyArn, "aws_kms_key.replica_prod_key.arn": longestKeyArn };
    const sizes = stack.node
      .findAll()
      .filter((construct) => construct instanceof PrivateBucket)
      .map(({ bucket, statements }) => [bucket.friendlyUniqueId, policySize([statements])] as const);

    expect(sizes.map(([id]) => id).sort()).toEqual(synthesized.ids("aws_s3_bucket"));
    for (const [id, size] of sizes) {
      const json = JSON.stringify(policyDocument(synthesized, `aws_s3_bucket_policy.${id}_policy.policy`, keys));
      expect([id, size]).toEqual([id, json.replace(/\[("[^"]*")\]/g, "$1").length]);
    }
  });

  test("is refused before S3 refuses it, with the next step", () => {
    expect(() => bootstrap({ breakGlass: { users: users(20) } })).not.toThrow();
    expect(() => bootstrap({ breakGlass: { users: users(25) } })).toThrow(SettingsError);
    expect(() => bootstrap({ breakGlass: { users: users(25) } })).toThrow(
      /organization\.stateAccess\.breakGlass: got .*, allowed: .* the 20480 bytes that S3 allows in the policy of my-terraform-state-prod-replica, which would have about 2[12]\d{3}: name fewer/,
    );
  });
});

describe("the trust policy of a role", () => {
  const role = (path: string) => `arn:aws:iam::123456789012:role/${path}/Deployer`;
  const permissionSet = (position: number) =>
    role(`aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_Platform_0123456789abcd${position}`);

  /** Principals whose ARNs produce a trust policy of the given length. */
  const principals = (size: number) => {
    const several = Array.from({ length: 12 }, (_, position) => permissionSet(position));
    const statement = { Effect: "Allow", Principal: { AWS: [...several, role("")] }, Action: "sts:AssumeRole" };
    const rest = size - JSON.stringify({ Version: "2012-10-17", Statement: [statement] }).length;
    return [...several, role("p".repeat(rest))];
  };

  test.each(["writers", "planners", "breakGlass"] as const)("is refused before IAM refuses it: %s", (kind) => {
    const trusting = (size: number) => () =>
      bootstrap({ breakGlassNeedsMfa: false, trustedPrincipals: { [kind]: principals(size) } });

    expect(trusting(2048)).not.toThrow();
    expect(trusting(2049)).toThrow(SettingsError);
    expect(trusting(2049)).toThrow(
      new RegExp(
        `organization\\.stateAccess\\.trustedPrincipals\\.${kind}: got \\["arn:aws:iam::.*, allowed: .* the 2048 characters ` +
          "that IAM allows in the trust policy of Terraform\\w+Role, which would have 2049: name fewer",
      ),
    );
  });

  test("counts the second factor that break-glass needs", () => {
    const users = principals(2048).map((arn) => arn.replace(":role/", ":user/"));
    const condition = ',"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}';

    expect(() => bootstrap({ trustedPrincipals: { breakGlass: users } })).toThrow(
      `TerraformBreakGlassRole, which would have ${2048 + condition.length}:`,
    );
  });
});
