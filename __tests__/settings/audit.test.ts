import { change, dev, faultsOf, organization, organizationFaultsWith, prod } from "./example-settings";

describe("settings of the audit trail", () => {
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

  test("refuse a malformed address", () => {
    expect(organizationFaultsWith({ "audit.mailAddresses": ["ops"] })).toEqual([
      'organization.audit.mailAddresses[0]: got "ops", allowed: an email address such as "ops@example.com"',
    ]);
  });

  test("leave room for the names of the log buckets", () => {
    const prefix = (length: number) => change(organization, { stateBucketPrefix: "p".repeat(length) });
    const elsewhere = change(dev, { account: "210987654321" });

    expect(faultsOf([prod], prefix(50))).toEqual([]);
    expect(faultsOf([prod], prefix(51))).toEqual([
      expect.stringMatching(/^organization.stateBucketPrefix: .*at most 63 characters for bucket "p+-audit-access"/),
    ]);
    expect(faultsOf([elsewhere, prod], prefix(37))).toEqual([]);
    expect(faultsOf([elsewhere, prod], prefix(38))).toEqual([
      expect.stringMatching(/bucket "p+-audit-210987654321-access", which has 64$/),
    ]);
  });
});

describe("settings of the state's replica", () => {
  const replicated = { "state.replicaRegion": "ap-northeast-3" };

  test("accept another region", () => {
    expect(faultsOf([change(prod, replicated)])).toEqual([]);
  });

  test.each(["ap-northeast-1", "cn-north-1", "us-gov-west-1"])("refuse %s, to which S3 cannot replicate", (region) => {
    expect(faultsOf([change(prod, { "state.replicaRegion": region })])).toEqual([
      `prod.state.replicaRegion: got "${region}", allowed: a region other than the environment's own, in the same partition`,
    ]);
  });

  test("refuse a value that is not a region", () => {
    expect(faultsOf([change(prod, { "state.replicaRegion": "Osaka" })])).toEqual([
      'prod.state.replicaRegion: got "Osaka", allowed: a region such as "ap-northeast-1"',
    ]);
  });

  test("refuse a replica bucket whose name is too long", () => {
    const faults = (length: number) =>
      faultsOf([change(prod, replicated)], change(organization, { stateBucketPrefix: "p".repeat(length) }));

    expect(faults(50)).toEqual([]);
    expect(
      faultsOf(
        [prod, change(dev, { ...replicated, name: "n".repeat(6) })],
        change(organization, { stateBucketPrefix: "p".repeat(50) }),
      ),
    ).toEqual([expect.stringMatching(/^n+\.state\.replicaRegion: .*would have 65 characters and can have 63$/)]);
  });

  test("refuse a replica bucket that stores another environment's state", () => {
    const elsewhere = change(dev, { name: "prod-replica", account: "210987654321" });

    expect(faultsOf([change(prod, replicated), elsewhere])).toEqual([
      expect.stringContaining(`another environment's state is stored in bucket "my-terraform-state-prod-replica"`),
    ]);
  });
});
