import { AccessTrail } from "../../../../src/constructs/state/audit/access-trail";
import { AlertTopics } from "../../../../src/constructs/state/audit/alert-topics";
import { ChatChannel } from "../../../../src/constructs/state/audit/chat-channel";
import { organizationFaultsWith } from "../../../settings/example-settings";
import { optionFaults } from "../../../support/option-faults";
import { synthesize } from "../../../support/synthesize";
import { access } from "../store/access-matrix";

describe("options of the audit trail", () => {
  test.each([
    ["retentionDays", 0, "a whole number from 1 to 36500"],
    ["retentionMode", "NONE", '"GOVERNANCE"'],
    ["logRetentionDays", 100, "one of 1, 3, 5"],
    ["mailAddresses", "ops@example.com", "a list of email addresses"],
    ["slack.workspaceId", "C0123ABCD", "a workspace ID"],
    ["slack.channelId", "#alerts", "a channel ID"],
  ])("refuse %s %j", (setting, value, allowed) => {
    const slack = { workspaceId: "T0123ABCD", channelId: "C0123ABCD" };
    const settings = setting.startsWith("slack") ? { "audit.slack": slack } : {};
    const [line, ...others] = organizationFaultsWith({ ...settings, [`audit.${setting}`]: value });

    expect(line).toContain(`organization.audit.${setting}: got ${JSON.stringify(value)}, allowed: `);
    expect(line?.split("allowed: ")[1]).toContain(allowed);
    expect(others).toEqual([]);
  });

  test.each(["mailto:ops@example.com", "<ops@example.com>", "a@example.com,b@example.com", "ops@[192.0.2.1.5]"])(
    "refuse %s, which is not an address alone",
    (address) => {
      expect(organizationFaultsWith({ "audit.mailAddresses": [address] })).toEqual([
        `organization.audit.mailAddresses[0]: got "${address}", allowed: an email address such as "ops@example.com"`,
      ]);
    },
  );

  test.each(["on-call+eks@example.co.jp", "team_a/b'c@sub.example.io", "用户@例子.公司"])("accept %s", (address) => {
    expect(organizationFaultsWith({ "audit.mailAddresses": [address] })).toEqual([]);
  });

  test("refuse two addresses whose subscriptions have one address in Terraform", () => {
    expect(organizationFaultsWith({ "audit.mailAddresses": ["a.b@example.com", "a-b@example.com"] })).toEqual([
      'organization.audit.mailAddresses[1]: got "a-b@example.com", allowed: a name that differs from "a.b@example.com" in more than separators',
    ]);
  });

  test("refuse a malformed address", () => {
    expect(organizationFaultsWith({ "audit.mailAddresses": ["ops"] })).toEqual([
      'organization.audit.mailAddresses[0]: got "ops", allowed: an email address such as "ops@example.com"',
    ]);
  });
});

describe("the constructs of the audit trail refuse the same options as the settings, with the same message:", () => {
  const location = { name: "platform-audit", region: "ap-northeast-1", accountId: "123456789012" };
  const trail = { ...location, bucketName: "logs", stateBucketArns: ["arn:aws:s3:::state"], access };
  const linesOf = (audit: object) =>
    organizationFaultsWith({ audit }).map((line) => line.replace("organization.audit.", ""));

  test.each([
    [{ retentionDays: 0 }],
    [{ retentionMode: "NONE" }],
    [{ logRetentionDays: 100 }],
    [{ retentionDays: null, retentionMode: null, logRetentionDays: null }],
  ])("AccessTrail %j", (options) => {
    const props = { ...trail, ...options } as never;
    const faults = optionFaults(() => synthesize((scope) => new AccessTrail(scope, "audit", props)));
    expect(faults).not.toEqual([]);
    expect(faults).toEqual(linesOf(options));
  });

  test.each([[{ mailAddresses: ["ops", "ops"] }], [{ mailAddresses: null }]])("AlertTopics %j", (options) => {
    const props = { ...location, access, ...options } as never;
    const faults = optionFaults(() => synthesize((scope) => new AlertTopics(scope, "alerts", props)));
    expect(faults).not.toEqual([]);
    expect(faults).toEqual(linesOf(options));
  });

  test.each([[{ slack: { workspaceId: "C0123ABCD", channelId: "#alerts" } }], [{ slack: null }]])(
    "ChatChannel %j",
    (options) => {
      const props = { ...location, topicArns: [], ...options } as never;
      const faults = optionFaults(() => synthesize((scope) => new ChatChannel(scope, "chat", props)));
      expect(faults).not.toEqual([]);
      expect(faults).toEqual(linesOf(options));
    },
  );
});
