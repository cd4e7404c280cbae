import { decisions, expectedDecisions, type AccessCase } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { maximal, synthesizeVpc } from "./fixture";

describe("flow logs of a Vpc", () => {
  test("record all traffic in a log group of CloudWatch Logs", () => {
    const synthesized = synthesizeVpc();

    expect(synthesized.at("aws_flow_log.vpc_flow_logs")).toMatchObject({
      vpc_id: "${aws_vpc.vpc.id}",
      traffic_type: "ALL",
      log_destination_type: "cloud-watch-logs",
      log_destination: "${aws_cloudwatch_log_group.vpc_flow_logs_group.arn}",
      iam_role_arn: "${aws_iam_role.vpc_flow_logs_role.arn}",
    });
    expect(synthesized.at("aws_cloudwatch_log_group.vpc_flow_logs_group").name).toBe("/aws/vpc/platform-dev/flow-logs");
  });

  test("are retained for 90 days by default", () => {
    expect(synthesizeVpc().at("aws_cloudwatch_log_group.vpc_flow_logs_group").retention_in_days).toBe(90);
    expect(
      synthesizeVpc({ flowLogRetentionDays: 365 }).at("aws_cloudwatch_log_group.vpc_flow_logs_group").retention_in_days,
    ).toBe(365);
  });

  test("are encrypted under the customer managed key if there is one", () => {
    const { logEncryptionKeyArn } = maximal;

    expect(synthesizeVpc().at("aws_cloudwatch_log_group.vpc_flow_logs_group")).not.toHaveProperty("kms_key_id");
    expect(synthesizeVpc({ logEncryptionKeyArn }).at("aws_cloudwatch_log_group.vpc_flow_logs_group").kms_key_id).toBe(
      logEncryptionKeyArn,
    );
  });

  test("start only after their role can write", () => {
    expect(
      synthesizeVpc().dependsOn("aws_flow_log.vpc_flow_logs", "aws_iam_role_policy.vpc_flow_logs_role_policy"),
    ).toBe(true);
  });

  test("are refused with a name that makes the role name too long", () => {
    expect(() => synthesizeVpc({ name: "n".repeat(36) })).not.toThrow();
    expect(() => synthesizeVpc({ name: "n".repeat(37) })).toThrow(/name: got "n{37}", allowed: at most 36 characters/);
  });
});

describe("the role of the flow logs", () => {
  const logGroup = "arn:aws:logs:ap-northeast-1:123456789012:log-group:/aws/vpc/platform-dev/flow-logs";
  const role = "arn:aws:iam::123456789012:role/platform-dev-flow-logs";

  test("can be assumed only by flow logs of this account and region", async () => {
    const trust = policyDocument(synthesizeVpc(), "aws_iam_role.vpc_flow_logs_role.assume_role_policy");
    const assume = { principal: "vpc-flow-logs.amazonaws.com", action: "sts:AssumeRole", resource: role } as const;
    const source = (account: string, region: string) => ({
      "aws:SourceAccount": account,
      "aws:SourceArn": `arn:aws:ec2:${region}:${account}:vpc-flow-log/fl-0123456789abcdef0`,
    });
    const cases: AccessCase[] = [
      { ...assume, name: "own", context: source("123456789012", "ap-northeast-1"), decision: "Allowed" },
      {
        ...assume,
        name: "other account",
        context: source("210987654321", "ap-northeast-1"),
        decision: "ImplicitlyDenied",
      },
      { ...assume, name: "other region", context: source("123456789012", "us-east-1"), decision: "ImplicitlyDenied" },
      { ...assume, name: "unnamed source", decision: "ImplicitlyDenied" },
      {
        ...assume,
        name: "other service",
        principal: "ec2.amazonaws.com",
        context: source("123456789012", "ap-northeast-1"),
        decision: "ImplicitlyDenied",
      },
    ];

    expect(await decisions(trust, cases)).toEqual(expectedDecisions(cases));
  });

  test("writes only to its log group, not to other or new log groups", async () => {
    const policy = policyDocument(synthesizeVpc(), "aws_iam_role_policy.vpc_flow_logs_role_policy.policy", {
      "aws_cloudwatch_log_group.vpc_flow_logs_group.arn": logGroup,
    });
    const stream = `${logGroup}:log-stream:eni-0123456789abcdef0-all`;
    const otherStream = stream.replace("platform-dev", "platform-prod");
    const by = { principal: role, identityPolicies: [policy] };
    const cases: AccessCase[] = [
      { ...by, name: "create stream", action: "logs:CreateLogStream", resource: stream, decision: "Allowed" },
      { ...by, name: "write", action: "logs:PutLogEvents", resource: stream, decision: "Allowed" },
      { ...by, name: "find streams", action: "logs:DescribeLogStreams", resource: logGroup, decision: "Allowed" },
      { ...by, name: "find groups", action: "logs:DescribeLogGroups", resource: "*", decision: "Allowed" },
      {
        ...by,
        name: "other group",
        action: "logs:CreateLogStream",
        resource: otherStream,
        decision: "ImplicitlyDenied",
      },
      { ...by, name: "create group", action: "logs:CreateLogGroup", resource: logGroup, decision: "ImplicitlyDenied" },
      { ...by, name: "delete group", action: "logs:DeleteLogGroup", resource: logGroup, decision: "ImplicitlyDenied" },
    ];

    expect(await decisions(undefined, cases)).toEqual(expectedDecisions(cases));
  });

  test("is named in the partition of its region", () => {
    const [statement] = policyDocument(
      synthesizeVpc({ region: "us-gov-west-1" }),
      "aws_iam_role.vpc_flow_logs_role.assume_role_policy",
    ).Statement;

    expect(statement?.Condition?.ArnLike).toEqual({
      "aws:SourceArn": ["arn:aws-us-gov:ec2:us-gov-west-1:123456789012:vpc-flow-log/*"],
    });
  });
});
