import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { ImageKey } from "../../../src/constructs/kms/image-key";
import { LogKey } from "../../../src/constructs/kms/log-key";
import { SecretsKey } from "../../../src/constructs/kms/secrets-key";
import { VolumeKey } from "../../../src/constructs/kms/volume-key";
import { optionFaults } from "../../support/option-faults";
import { type AccessCase, type AccessRequest, administratorAccess } from "../../support/policies";
import { type PolicyDocument, policyDocument } from "../../support/policy-document";
import { expectPolicy } from "../../support/policy-mutations";
import { synthesize } from "../../support/synthesize";

const accountId = "123456789012";
const region = "ap-northeast-1";
const environment = { name: "platform-dev", region, accountId };
const resource = `arn:aws:kms:${region}:${accountId}:key/11111111-2222-3333-4444-555555555555`;

const role = (name: string, account = accountId) => `arn:aws:iam::${account}:role/${name}`;
const administrator = { principal: role("Administrator"), identityPolicies: [administratorAccess] };
const outsider = { principal: role("Administrator", "210987654321"), identityPolicies: [administratorAccess] };

type Caller = Pick<AccessRequest, "principal" | "identityPolicies">;

/** The same question for several actions. */
function each(
  decision: AccessCase["decision"],
  who: string,
  caller: Caller,
  actions: readonly string[],
  context?: AccessCase["context"],
): AccessCase[] {
  return actions.map((action) => ({ name: `${who}: ${action}`, ...caller, action, resource, context, decision }));
}

function keyPolicy(build: (scope: Construct) => void): PolicyDocument {
  return policyDocument(synthesize(build), "aws_kms_key.key.policy");
}

/** Actions of a service that encrypts and decrypts. */
const encryption = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
];

/** What applies to every key: the account decides by IAM, and no other principal has access. */
const accountDecides: AccessCase[] = [
  ...each("Allowed", "account root", { principal: `arn:aws:iam::${accountId}:root` }, ["kms:PutKeyPolicy"]),
  ...each("Allowed", "administrator of the account", administrator, ["kms:PutKeyPolicy", "kms:EnableKey"]),
  ...each("ImplicitlyDenied", "role without KMS permissions", { principal: role("App") }, ["kms:Decrypt"]),
  ...each("ImplicitlyDenied", "administrator of another account", outsider, ["kms:Decrypt", "kms:DescribeKey"]),
];

type BuildKey = (scope: Construct) => { readonly keyArn: string };

describe.each<[string, string, BuildKey]>([
  ["SecretsKey", "secrets", (scope) => new SecretsKey(scope, "key", environment)],
  ["LogKey", "logs", (scope) => new LogKey(scope, "key", { ...environment, logGroupNames: ["/aws/eks/*"] })],
  ["VolumeKey", "volumes", (scope) => new VolumeKey(scope, "key", { ...environment, roleArns: [] })],
  ["ImageKey", "images", (scope) => new ImageKey(scope, "key", environment)],
])("%s", (_name, use, build) => {
  test("rotates, is deleted after 30 days and is destroyed by Terraform only if configured", () => {
    expect(synthesize(build).at("aws_kms_key.key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has an alias with its environment and use", () => {
    expect(synthesize(build).at("aws_kms_alias.key_alias")).toMatchObject({
      name: `alias/platform-dev-${use}`,
      target_key_id: "${aws_kms_key.key.key_id}",
    });
  });

  test("returns its ARN", () => {
    const synthesized = synthesize((scope) => {
      new CloudwatchLogGroup(scope, "user", { kmsKeyId: build(scope).keyArn });
    });
    expect(synthesized.at("aws_cloudwatch_log_group.user").kms_key_id).toBe("${aws_kms_key.key.arn}");
  });
});

test("a key of an environment without deletion protection can be destroyed with it", () => {
  const synthesized = synthesize((scope) => {
    new SecretsKey(scope, "key", { ...environment, deletionProtection: false });
  });
  expect(synthesized.at("aws_kms_key.key")).not.toHaveProperty("lifecycle");
});

test("the secrets key leaves its use to IAM, including that of the cluster's role", async () => {
  const clusterRole = {
    principal: role("platform-dev-cluster"),
    identityPolicies: [
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow" as const,
            Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
            Resource: [resource],
          },
        ],
      },
    ],
  };
  await expectPolicy(
    keyPolicy((scope) => new SecretsKey(scope, "key", environment)),
    [
      ...accountDecides,
      ...each("Allowed", "cluster role", clusterRole, ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"]),
      ...each("ImplicitlyDenied", "cluster role", clusterRole, ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"]),
    ],
  );
});

describe("the log key", () => {
  const logs = { principal: `logs.${region}.amazonaws.com` };
  const group = (name: string) => ({
    "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${accountId}:log-group:${name}`,
  });

  test("is used by CloudWatch Logs of the region, only for the named log groups", async () => {
    const logGroupNames = ["/aws/eks/platform-dev/cluster", "/aws/vpc/platform-dev/*"];
    await expectPolicy(
      keyPolicy((scope) => new LogKey(scope, "key", { ...environment, logGroupNames })),
      [
        ...accountDecides,
        ...each("Allowed", "the cluster's group", logs, encryption, group("/aws/eks/platform-dev/cluster")),
        ...each("Allowed", "a group of a pattern", logs, encryption, group("/aws/vpc/platform-dev/flow")),
        ...each(
          "ImplicitlyDenied",
          "another environment's group",
          logs,
          encryption,
          group("/aws/eks/platform-prod/cluster"),
        ),
        ...each("ImplicitlyDenied", "another account's group", logs, ["kms:Decrypt"], {
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:210987654321:log-group:/aws/vpc/platform-dev/flow`,
        }),
        ...each("ImplicitlyDenied", "no group", logs, ["kms:Decrypt"]),
        ...each("ImplicitlyDenied", "grants", logs, ["kms:CreateGrant"], group("/aws/eks/platform-dev/cluster")),
        ...each(
          "ImplicitlyDenied",
          "logs of another region",
          { principal: "logs.eu-west-1.amazonaws.com" },
          ["kms:Decrypt"],
          group("/aws/eks/platform-dev/cluster"),
        ),
      ],
    );
  });

  test("names the ARNs of its partition", () => {
    const policy = keyPolicy(
      (scope) => new LogKey(scope, "key", { ...environment, region: "us-gov-west-1", logGroupNames: ["app"] }),
    );
    expect(policy.Statement[1]).toMatchObject({
      Principal: { Service: ["logs.us-gov-west-1.amazonaws.com"] },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": [`arn:aws-us-gov:logs:us-gov-west-1:${accountId}:log-group:app`],
        },
      },
    });
  });

  test.each([
    [[], "logGroupNames: got [], allowed: a list of at least 1 names of log groups"],
    [["*"], 'logGroupNames[0]: got "*", allowed: letters, digits and "_-/.#", with "*" as a wildcard after the first'],
    [["a b"], 'logGroupNames[0]: got "a b", allowed: letters, digits and "_-/.#"'],
  ])("refuses the log groups %j", (logGroupNames, line) => {
    const build = (scope: Construct) => new LogKey(scope, "key", { ...environment, logGroupNames });
    expect(optionFaults(() => synthesize(build))).toEqual([expect.stringContaining(line)]);
  });
});

describe("the volume key", () => {
  const autoScaling = {
    principal: role("aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"),
  };
  const spot = { principal: role("aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot") };
  const driver = { principal: role("platform-dev-ebs-csi") };
  const use = [...encryption, "kms:DescribeKey"];
  const forService = { "kms:GrantIsForAWSResource": "true" };
  const forAnyone = { "kms:GrantIsForAWSResource": "false" };

  test("is used by Auto Scaling, Spot nodes and the named roles, which can grant it only to AWS services", async () => {
    const callers = (name: string, caller: Caller): AccessCase[] => [
      ...each("Allowed", name, caller, use),
      ...each("Allowed", `${name} for a volume`, caller, ["kms:CreateGrant"], forService),
      ...each("ImplicitlyDenied", `${name} for itself`, caller, ["kms:CreateGrant"], forAnyone),
      ...each("ImplicitlyDenied", `${name} manages`, caller, ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]),
      ...each("ImplicitlyDenied", `${name} detaches`, caller, ["kms:RevokeGrant"], forService),
    ];
    const namesake = {
      principal: role("aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", "210987654321"),
      identityPolicies: [administratorAccess],
    };
    await expectPolicy(
      keyPolicy((scope) => new VolumeKey(scope, "key", { ...environment, roleArns: [driver.principal] })),
      [
        ...accountDecides,
        ...callers("Auto Scaling", autoScaling),
        ...callers("spot nodes", spot),
        ...callers("EBS CSI driver", driver),
        ...each("ImplicitlyDenied", "another role", { principal: role("App") }, ["kms:CreateGrant"], forService),
        ...each("ImplicitlyDenied", "Auto Scaling elsewhere", namesake, ["kms:Decrypt"]),
        ...each("ImplicitlyDenied", "Auto Scaling elsewhere, for a volume", namesake, ["kms:CreateGrant"], forService),
        ...claimedFromElsewhere("kms:Decrypt"),
        ...claimedFromElsewhere("kms:CreateGrant", forService),
      ],
    );
  });

  /** Both the account and the ARN are compared, although one follows from the other: neither alone gives access. */
  function claimedFromElsewhere(action: string, context: AccessCase["context"] = {}): AccessCase[] {
    return each("ImplicitlyDenied", "the driver's ARN from another account", driver, [action], {
      ...context,
      "kms:CallerAccount": "210987654321",
    });
  }

  test("names no role as a principal, since KMS refuses those that do not exist yet", () => {
    const policy = keyPolicy((scope) => new VolumeKey(scope, "key", { ...environment, roleArns: [driver.principal] }));
    expect(policy.Statement.map(({ Principal }) => Principal)).toEqual([
      { AWS: [`arn:aws:iam::${accountId}:root`] },
      { AWS: ["*"] },
      { AWS: ["*"] },
    ]);
  });

  test.each([
    [role("App", "210987654321"), `a role of account ${accountId}`],
    [`arn:aws:iam::${accountId}:user/app`, `a role of account ${accountId}`],
    [role("*"), "ARN of an IAM role or user such as"],
    [`arn:aws:iam::${accountId}:root`, "ARN of an IAM role or user such as"],
  ])("refuses the role %s", (roleArn, allowed) => {
    const build = (scope: Construct) => new VolumeKey(scope, "key", { ...environment, roleArns: [roleArn] });
    expect(optionFaults(() => synthesize(build))).toEqual([
      expect.stringContaining(`roleArns[0]: got "${roleArn}", allowed: ${allowed}`),
    ]);
  });

  test("accepts a role whose ARN is a reference", () => {
    const roleArns = [Token.asString({ resolve: () => "${aws_iam_role.app.arn}" })];
    const stack = synthesize((scope) => new VolumeKey(scope, "key", { ...environment, roleArns }));
    expect(JSON.stringify(stack.at("data.aws_iam_policy_document.key_policy"))).toContain("${aws_iam_role.app.arn}");
  });
});

test("the image key lets ECR create grants for principals that can create repositories, and no principal use it directly", async () => {
  const builder = { principal: role("Builder") };
  const grants = ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"];
  const throughEcr = { "kms:ViaService": `ecr.${region}.amazonaws.com` };
  await expectPolicy(
    keyPolicy((scope) => new ImageKey(scope, "key", environment)),
    [
      ...accountDecides,
      ...each("Allowed", "through ECR", builder, grants, throughEcr),
      ...each("ImplicitlyDenied", "directly", builder, grants),
      ...each("ImplicitlyDenied", "through another service", builder, grants, {
        "kms:ViaService": `ec2.${region}.amazonaws.com`,
      }),
      ...each("ImplicitlyDenied", "decrypts through ECR", builder, ["kms:Decrypt"], throughEcr),
      ...each("ImplicitlyDenied", "from another account", outsider, grants, throughEcr),
    ],
  );
});
