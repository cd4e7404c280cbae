import { AlertRule } from "../../../../src/constructs/state/audit/alert-rule";
import { AlertTopics, type AlertTopicsProps } from "../../../../src/constructs/state/audit/alert-topics";
import { ChatChannel } from "../../../../src/constructs/state/audit/chat-channel";
import { SilencingAlerts } from "../../../../src/constructs/state/audit/silencing-alerts";
import { StateAlerts } from "../../../../src/constructs/state/audit/state-alerts";
import { TrailAlerts } from "../../../../src/constructs/state/audit/trail-alerts";
import type { AccessCase } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { expectPolicy } from "../../../support/policy-mutations";
import { type Block, synthesize, type Synthesized } from "../../../support/synthesize";
import { access, account, danger } from "../store/access-matrix";
import { fits } from "./event-bridge";
import { type Identity, objectCall, session, topicsCall } from "./records";

const region = "ap-northeast-1";
const slack = { workspaceId: "T0123ABCD", channelId: "C0123ABCD" };
const destinations = [
  { id: "mail", topicArn: "arn:mail" },
  { id: "chat", topicArn: "arn:chat" },
] as const;

const topics = (props: Partial<AlertTopicsProps> = {}) =>
  synthesize((scope) => {
    new AlertTopics(scope, "alerts", { name: "platform-audit", region, accountId: account, access, ...props });
  });

describe("AlertTopics", () => {
  test("sends email to each address through an encrypted topic", () => {
    const stack = topics({ mailAddresses: ["ops@example.com", "security@example.com"] });

    expect(stack.at("aws_sns_topic.alerts_mail")).toEqual({
      name: "platform-audit-alerts",
      kms_master_key_id: "${aws_kms_key.alerts_key.arn}",
    });
    expect(stack.at("aws_sns_topic_subscription.alerts_mail_to_ops_example_com")).toEqual({
      topic_arn: "${aws_sns_topic.alerts_mail.arn}",
      protocol: "email",
      endpoint: "ops@example.com",
    });
    expect(stack.ids("aws_sns_topic_subscription")).toHaveLength(2);
    expect(stack.ids("aws_chatbot_slack_channel_configuration")).toEqual([]);
  });

  test("shows alerts in a channel whose users cannot act in AWS", () => {
    const topicArns = ["arn:chat", "arn:chat-elsewhere"];
    const stack = synthesize((scope) => {
      new ChatChannel(scope, "channel", { name: "platform-audit", region, slack, topicArns });
    });

    expect(stack.at("aws_chatbot_slack_channel_configuration.channel")).toEqual({
      configuration_name: "platform-audit",
      slack_team_id: "T0123ABCD",
      slack_channel_id: "C0123ABCD",
      iam_role_arn: "${aws_iam_role.channel_role.arn}",
      guardrail_policy_arns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
      sns_topic_arns: topicArns,
    });
    expect(stack.ids("aws_iam_role_policy")).toEqual([]);
    expect(stack.ids("aws_iam_role_policy_attachment")).toEqual([]);
  });

  test.each(["mail", "chat"])("lets EventBridge publish %s, and no principal that IAM does not allow", async (id) => {
    const topicArn = `arn:aws:sns:${region}:${account}:platform-audit-alerts`;
    const policy = policyDocument(topics({ hasChatTopic: true }), `aws_sns_topic_policy.alerts_${id}_policy.policy`, {
      [`aws_sns_topic.alerts_${id}.arn`]: topicArn,
    });
    const ask = (principal: string, action: string, decision: AccessCase["decision"]): AccessCase => ({
      name: `${principal} ${action}`,
      principal,
      action,
      resource: topicArn,
      decision,
    });
    const events = "events.amazonaws.com";
    const others = [
      "s3.amazonaws.com",
      `arn:aws:iam::${account}:role/Application`,
      "arn:aws:iam::210987654321:role/Application",
      "anonymous",
    ];
    const administration = ["sns:Subscribe", "sns:SetTopicAttributes", "sns:AddPermission", "sns:DeleteTopic"];

    await expectPolicy(policy, [
      ask(events, "sns:Publish", "Allowed"),
      { ...ask(events, "sns:Publish", "ImplicitlyDenied"), name: "another topic", resource: `${topicArn}-other` },
      ...administration.map((action) => ask(events, action, "ImplicitlyDenied")),
      ...others.flatMap((who) =>
        ["sns:Publish", "sns:Subscribe"].map((action) => ask(who, action, "ImplicitlyDenied")),
      ),
    ]);
  });

  test("uses a key that EventBridge can use, without conditions that it does not meet", async () => {
    const key = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;
    const policy = policyDocument(topics(), "aws_kms_key.alerts_key.policy");
    const row = (principal: string, action: string, decision: AccessCase["decision"]): AccessCase => ({
      name: `${principal} ${action}`,
      principal,
      action,
      resource: key,
      resourceAccount: account,
      decision,
    });
    const cases = [
      row("events.amazonaws.com", "kms:Decrypt", "Allowed"),
      row("events.amazonaws.com", "kms:GenerateDataKey", "Allowed"),
      row("events.amazonaws.com", "kms:Encrypt", "ImplicitlyDenied"),
      row("events.amazonaws.com", "kms:ScheduleKeyDeletion", "ExplicitlyDenied"),
      row("s3.amazonaws.com", "kms:Decrypt", "ImplicitlyDenied"),
      ...danger(key),
    ];

    await expectPolicy(policy, cases);
  });
});

/** The output of an EventBridge input transformer for an event. */
function message(target: Block, event: object): string {
  const { input_paths: paths, input_template: template } = target.input_transformer as {
    input_paths: Record<string, string>;
    input_template: string;
  };
  return template.replace(/<(\w+)>/g, (_, name: string) => {
    if (!paths[name]) throw new Error(`no input path for <${name}>`);
    const value = paths[name]
      .replace("$.", "")
      .split(".")
      .reduce<unknown>((part, field) => (part as Record<string, unknown> | undefined)?.[field], event);
    return typeof value === "string" ? value : "";
  });
}

describe("AlertRule", () => {
  const stack = synthesize((scope) => {
    new AlertRule(scope, "rule", {
      name: "rule",
      summary: "State was read",
      pattern: { source: ["aws.s3"] },
      destinations,
    });
  });
  const event = objectCall("my-terraform-state-prod", "eks-cluster/terraform.tfstate", {
    who: session("Application"),
    eventName: "GetObject",
  });

  test("sends the principal, action, time and source by email", () => {
    const target = stack.at("aws_cloudwatch_event_target.rule_mail");

    expect(target.arn).toBe("arn:mail");
    expect(JSON.parse(message(target, event))).toBe(
      "State was read: GetObject by arn:aws:sts::123456789012:assumed-role/Application/unlisted (AROAEXAMPLE:unlisted) " +
        "from 203.0.113.7 at 2026-03-01T10:00:00Z; bucket my-terraform-state-prod, object eks-cluster/terraform.tfstate, " +
        "error , region ap-northeast-1, account 123456789012, record 7d1d9f3e-3b1f-4a53-8a8c-1e5e0c6e0f11",
    );
  });

  test("sends the same to the chat application in the form that it accepts", () => {
    const chat = JSON.parse(message(stack.at("aws_cloudwatch_event_target.rule_chat"), event)) as Block;

    expect(chat).toEqual({
      version: "1.0",
      source: "custom",
      content: {
        textType: "client-markdown",
        title: "State was read",
        description: expect.stringMatching(/^GetObject by arn:aws:sts::.* from 203\.0\.113\.7 at 2026/) as unknown,
      },
    });
  });

  test("fails when its name is longer than EventBridge allows", () => {
    const name = "n".repeat(65);

    expect(() =>
      synthesize((scope) => {
        new AlertRule(scope, "rule", { name, summary: "Too long", pattern: {}, destinations });
      }),
    ).toThrow(`name: got "${name}", allowed: at most 64 characters, not 65`);
  });
});

describe("alerts about state", () => {
  const bucket = (id: string) => ({
    id: `state-${id}`,
    contents: `the state of ${id}`,
    bucketName: `my-terraform-state-${id}`,
    bucketArn: `arn:aws:s3:::my-terraform-state-${id}`,
    access,
  });
  const stateAlerts = (ids: string[], withKey = true) =>
    synthesize((scope) => {
      const key = { id: "key", contents: "the state", keyArn: "arn:key", aliasArn: "arn:alias", access };
      new StateAlerts(scope, "alert", {
        name: "platform-audit",
        buckets: ids.map(bucket),
        keys: withKey ? [key] : [],
        destinations,
      });
    });

  test("monitor each bucket and the key, and decryption although it is read-only", () => {
    const stack = stateAlerts(["dev", "prod"]);

    expect(namesOf(stack)).toEqual([
      "platform-audit-key-changed",
      "platform-audit-key-denied",
      "platform-audit-key-used",
      "platform-audit-state-dev-configured",
      "platform-audit-state-dev-denied",
      "platform-audit-state-dev-used",
      "platform-audit-state-prod-configured",
      "platform-audit-state-prod-denied",
      "platform-audit-state-prod-used",
    ]);
    expect(stack.ids("aws_cloudwatch_event_rule").filter((id) => stateOf(stack, id) !== "ENABLED")).toEqual([
      "alert_key_denied",
      "alert_key_used",
    ]);
    expect(stateOf(stack, "alert_key_used")).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  });

  describe("in a region with 50 buckets, each with a copy and its key", () => {
    const stateOfEach = Array.from({ length: 50 }, (_, position) => {
      const replication = [`arn:aws:iam::123456789012:role/TerraformReplication-stage${position}`];
      const key = `arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-0000000000${position + 10}`;
      return {
        buckets: [{ ...bucket(`stage${position}`), access: { ...access, replication } }],
        keys: [
          {
            id: `key-stage${position}`,
            contents: `the copy of the state of stage${position}`,
            keyArn: key,
            aliasArn: `arn:aws:kms:ap-northeast-1:123456789012:alias/terraform-state-stage${position}-replica`,
            access: { ...access, replication },
          },
        ],
      };
    });
    const stack = synthesize((scope) => {
      new StateAlerts(scope, "alert", {
        name: "platform-audit",
        buckets: stateOfEach.flatMap(({ buckets }) => buckets),
        keys: stateOfEach.flatMap(({ keys }) => keys),
        destinations,
      });
    });
    const patterns = stack.ids("aws_cloudwatch_event_rule").map((id) => String(patternOf(stack, id)));

    test("share rules, of which EventBridge allows 30 with wildcards", () => {
      expect(patterns.length).toBeLessThan(60);
      expect(patterns.filter((pattern) => pattern.includes('"wildcard"')).length).toBeLessThanOrEqual(28);
      expect(stack.at("aws_cloudwatch_event_rule.alert_state_stage0_configured").description).toMatch(
        /^The bucket of the state of stage0, the state of stage1, the state of stage2 and \d+ more was configured$/,
      );
    });

    test.each(["my-terraform-state-stage0", "my-terraform-state-stage49"])("monitor %s", (name) => {
      const matching = (event: object) =>
        patterns.filter((pattern) => fits(JSON.parse(pattern) as never, JSON.parse(JSON.stringify(event)) as never));
      const read = (who: Identity) => objectCall(name, "key", { who, eventName: "GetObject" });

      expect(matching(read(session("Application")))).toHaveLength(1);
      expect(matching(read(session("TerraformReplication-stage0")))).toHaveLength(name.endsWith("stage0") ? 0 : 1);
      expect(matching({ ...read(session("ci/Deployer")) })).toHaveLength(0);
    });

    test("keep apart what other principals use", () => {
      const buckets = stateOfEach.flatMap(({ buckets }) => buckets);
      const [own, ...others] = buckets;
      const mixed = synthesize((scope) => {
        const apart = { ...bucket("own"), access: { ...access, writers: ["arn:aws:iam::123456789012:role/Own"] } };
        new StateAlerts(scope, "alert", {
          name: "platform-audit",
          buckets: [...(own ? [own] : []), apart, ...others],
          keys: [],
          destinations,
        });
      });

      expect(patternOf(mixed, "alert_state_own_used")).not.toContain("stage0");
    });
  });

  test("omit the key if there is none, and do not change when a bucket is added", () => {
    const before = stateAlerts(["dev"], false).blocks("aws_cloudwatch_event_rule");
    const after = stateAlerts(["dev", "prod"], false).blocks("aws_cloudwatch_event_rule");

    expect(Object.keys(before)).toHaveLength(3);
    expect(after).toMatchObject(before);
  });

  test("monitor the trail, its logs and their key", () => {
    const stack = synthesize((scope) => {
      new TrailAlerts(scope, "alert-trail", {
        name: "platform-audit",
        trailName: "platform-audit",
        trailArn: "arn:trail",
        logBucketNames: ["logs", "logs-access"],
        logGroupName: "group",
        logGroupArn: "arn:group",
        keyArn: "arn:key",
        aliasArn: "arn:alias",
        destinations,
      });
    });

    expect(namesOf(stack)).toEqual([
      "platform-audit-log-group-changed",
      "platform-audit-log-policy-changed",
      "platform-audit-logs-configured",
      "platform-audit-trail-changed",
      "platform-audit-trail-key-changed",
    ]);
    expect(patternOf(stack, "alert_trail_key_changed")).toContain('"resources":{"ARN":["arn:key","arn:alias"]}');
    expect(patternOf(stack, "alert_trail_logs_configured")).toContain('"bucketName":["logs","logs-access"]');
    expect(patternOf(stack, "alert_trail_log_group_changed")).toContain('"logGroupIdentifier":["group","arn:group"]');
    expect(stack.ids("aws_cloudwatch_event_target")).toHaveLength(10);
  });
});

describe("alerts about silencing them", () => {
  const topicArns = ["arn:topic", "arn:topic-chat"];
  const stack = synthesize((scope) => {
    new SilencingAlerts(scope, "alert", {
      name: "platform-audit",
      topicArns,
      keyArn: "arn:key",
      aliasArn: "arn:alias",
      destinations,
    });
  });

  test("monitor rules, topics and the topics' key, and are sent to each topic", () => {
    expect(namesOf(stack)).toEqual([
      "platform-audit-alerts-key-changed",
      "platform-audit-rules-changed",
      "platform-audit-topics-changed",
    ]);
    expect(patternOf(stack, "alert_rules")).toContain('[{"prefix":"platform-audit-"}]');
    expect(patternOf(stack, "alert_topics")).toContain(JSON.stringify(topicArns));
    expect(patternOf(stack, "alert_key")).toContain('"resources":{"ARN":["arn:key","arn:alias"]}');
    expect(stack.ids("aws_cloudwatch_event_target")).toHaveLength(6);
  });

  test("name the principal that removed a subscription, the time and the source", () => {
    const event = topicsCall({
      who: session("Application"),
      eventName: "Unsubscribe",
      requestParameters: { subscriptionArn: "arn:topic:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55" },
    });

    expect(message(stack.at("aws_cloudwatch_event_target.alert_topics_mail"), event)).toContain(
      "A topic that carries alerts or a subscription to it was removed or changed: Unsubscribe by " +
        "arn:aws:sts::123456789012:assumed-role/Application/unlisted (AROAEXAMPLE:unlisted) " +
        "from 203.0.113.7 at 2026-03-01T10:00:00Z;",
    );
  });
});

function namesOf(stack: Synthesized): string[] {
  return Object.values(stack.blocks("aws_cloudwatch_event_rule"))
    .map(({ name }) => name as string)
    .sort();
}

function patternOf(stack: Synthesized, id: string): unknown {
  return stack.at(`aws_cloudwatch_event_rule.${id}`).event_pattern;
}

function stateOf(stack: Synthesized, id: string): unknown {
  return stack.at(`aws_cloudwatch_event_rule.${id}`).state;
}
