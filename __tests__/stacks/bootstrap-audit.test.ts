import { Testing } from "cdktf";
import { dev, organization, prod } from "../support/example";
import { validateSettings } from "../../src/settings/validate";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { awsTarget } from "../../src/target/emulator";
import { Synthesized } from "../support/synthesize";

const audit = { ...organization.audit, slack: { workspaceId: "T0123ABCD", channelId: "C0123ABCD" } };
const copied = { ...prod, state: { ...prod.state, replicaRegion: "ap-northeast-3" } };

const settings = validateSettings({ ...organization, audit }, [dev, copied]);
const bootstrap = new BootstrapStack(Testing.app(), "bootstrap", { settings, target: awsTarget });
const stack = new Synthesized(JSON.parse(Testing.synth(bootstrap)) as Synthesized["json"]);

/** A rule's provider, and the values that its pattern compares one field with. */
function rule(id: string) {
  const { provider, event_pattern: pattern } = stack.at(`aws_cloudwatch_event_rule.${id}`) as Record<string, string>;
  return { provider, detail: (JSON.parse(pattern ?? "") as { detail: unknown }).detail };
}

describe("alerts about alerts", () => {
  const elsewhere = "123456789012_ap_northeast_3";

  test.each([
    { region: "ap-northeast-1", suffix: "", provider: undefined },
    { region: "ap-northeast-3", suffix: `_${elsewhere}`, provider: `aws.account_${elsewhere}` },
  ])("are in $region, for the rules, topics and key there", ({ region, suffix, provider }) => {
    const mail = `arn:aws:sns:${region}:123456789012:platform-audit-alerts`;

    expect(rule(`alert_silencing${suffix}_rules`).provider).toBe(provider);
    expect(rule(`alert_silencing${suffix}_topics`)).toMatchObject({
      provider,
      detail: {
        $or: [
          { requestParameters: { topicArn: [mail, `${mail}-chat`] } },
          { requestParameters: { resourceArn: [mail, `${mail}-chat`] } },
          { requestParameters: { subscriptionArn: [{ prefix: `${mail}:` }, { prefix: `${mail}-chat:` }] } },
        ],
      },
    });
    expect(rule(`alert_silencing${suffix}_key`)).toMatchObject({
      provider,
      detail: {
        resources: {
          ARN: [
            `\${aws_kms_key.alerts${suffix}_key.arn}`,
            `arn:aws:kms:${region}:123456789012:alias/platform-audit-alerts`,
          ],
        },
      },
    });
    expect([
      stack.at(`aws_sns_topic.alerts${suffix}_mail`).name,
      stack.at(`aws_sns_topic.alerts${suffix}_chat`).name,
    ]).toEqual(["platform-audit-alerts", "platform-audit-alerts-chat"]);
    expect(stack.at(`aws_kms_alias.alerts${suffix}_key_alias`).name).toBe("alias/platform-audit-alerts");
  });
});

test("the alert about the trail's key covers the key that encrypts the trail", () => {
  expect(rule("alert_trail_key_changed").detail).toMatchObject({
    resources: {
      ARN: [
        stack.at("aws_cloudtrail.audit").kms_key_id,
        "arn:aws:kms:ap-northeast-1:123456789012:alias/platform-audit",
      ],
    },
  });
  expect(stack.at("aws_kms_alias.audit_key_alias").name).toBe("alias/platform-audit");
});

test("the alerts about the trail's logs cover the buckets and the log group that store them", () => {
  const nameOf = (id: string) => stack.at(`aws_s3_bucket.${id}`).bucket as string;
  const bucketNames = [nameOf("audit_logs"), nameOf("audit_logs_access_logs")];
  const name = stack.at("aws_cloudwatch_log_group.audit_group").name as string;
  const arn = `arn:aws:logs:ap-northeast-1:123456789012:log-group:${name}`;

  expect(rule("alert_trail_logs_configured").detail).toMatchObject({ requestParameters: { bucketName: bucketNames } });
  expect(rule("alert_trail_log_group_changed").detail).toMatchObject({
    $or: [
      { requestParameters: { logGroupName: [name] } },
      { requestParameters: { logGroupIdentifier: [name, arn] } },
      { requestParameters: { resourceIdentifier: [arn] } },
    ],
  });
});

test("the alert about denied use of a key matches the key's ARN in messages", () => {
  expect(rule("alert_key_denied").detail).toMatchObject({
    $or: [
      { resources: { ARN: ["${aws_kms_key.state_key.arn}"] } },
      { errorMessage: expect.arrayContaining([{ wildcard: "*${aws_kms_key.state_key.arn}*" }]) as unknown },
    ],
  });
});
