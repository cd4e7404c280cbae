import { InvalidArgumentError } from "commander";
import { mergeEntries, type AuditLog } from "../../../src/commands/audit-log/audit-log";
import { auditText } from "../../../src/commands/audit-log/audit-text";
import { replicaOf } from "../../../src/commands/audit-log/locations";
import { pointInTime } from "../../../src/commands/audit-log/period";
import { parseRecord } from "../../../src/commands/audit-log/record";
import { filterPattern } from "../../../src/commands/audit-log/trail-log";
import { declaredState } from "../../../src/commands/remote-state/declared-state";
import { validateSettings } from "../../../src/settings/validate";
import { environments, organization } from "../../support/example";
import { decrypt, getObject, parsed, replica, replicaAccesses, target } from "./records";

const history = { name: "CloudTrail event history", covers: "kms:Decrypt of the last 90 days" };
const logs = { name: "CloudWatch Logs /aws/cloudtrail/state", covers: "s3:GetObject and kms:Decrypt" };

function entries() {
  return mergeEntries(
    [
      { ...history, records: [parsed(decrypt({ eventTime: "2026-11-20T09:12:45Z" }))] },
      { ...logs, records: [parsed(getObject()), parsed(decrypt({ eventTime: "2026-11-20T09:12:45Z" }))] },
    ],
    [target],
  );
}

function log(changes: Partial<AuditLog> = {}): AuditLog {
  return {
    stack: "prod",
    target,
    period: { since: new Date("2026-11-14T00:00:00Z"), until: new Date("2026-11-21T00:00:00Z") },
    entries: entries(),
    sources: [
      { ...history, found: 1 },
      { ...logs, found: 2 },
    ],
    gaps: [],
    ...changes,
  };
}

test("an event from two sources is one entry with both, and the newest entry comes first", () => {
  expect(entries().map(({ action, sources }) => [action, sources])).toEqual([
    ["kms:Decrypt", [history.name, logs.name]],
    ["s3:GetObject", [logs.name]],
  ]);
});

test("accesses to the state and to its replica make one log, in which the object distinguishes them", () => {
  const records = [getObject(), ...replicaAccesses()].map(parsed);
  const both = mergeEntries([{ ...logs, records }], [target, replica]);
  const read = `s3://${replica.bucket}/${replica.key}`;
  expect(both.map(({ eventId, object }) => [eventId, object])).toEqual([
    [getObject().eventID, `s3://${target.bucket}/${target.key}`],
    ["replica-read", read],
    ["replica-copy", read],
    ["replica-decryption", `s3://${replica.bucket}/*`],
    ["replica-key", "no S3 object specified"],
  ]);
  expect(both.at(-1)?.key).toBe(replica.kmsKeyArn);
  expect(mergeEntries([{ ...logs, records }], [target])).toHaveLength(1);
});

test("the filter of CloudWatch Logs covers both buckets within its limit, even with the longest names", () => {
  const longest = { key: target.key, bucket: "b".repeat(55) };
  const pattern = filterPattern([longest, { ...longest, bucket: `${longest.bucket}-replica` }]);
  expect(pattern).toContain(`bucketName = "${longest.bucket}")`);
  expect(pattern).toContain(`bucketName = "${longest.bucket}-replica")`);
  expect(pattern).toContain(`x-amz-copy-source = "*${longest.bucket}-replica*"`);
  expect(pattern.length).toBeLessThanOrEqual(1024);
});

test("the replica is the one that bootstrap creates, also for the bootstrap state", () => {
  const copied = environments.map((one) => ({ ...one, state: { ...one.state, replicaRegion: "ap-northeast-3" } }));
  const settings = validateSettings(organization, copied);
  const copyOf = (stack: string) => replicaOf(declaredState(settings, stack, {}), settings.organization);
  const ofProd = {
    bucket: "my-terraform-state-prod-replica",
    region: "ap-northeast-3",
    kms_key_id: "alias/terraform-state-prod-replica",
  };
  expect(copyOf("prod")).toMatchObject({ ...ofProd, key: "eks-cluster/terraform.tfstate" });
  expect(copyOf("bootstrap")).toMatchObject({ ...ofProd, key: "bootstrap/terraform.tfstate" });
  expect(copyOf("dev")).toMatchObject({ bucket: "my-terraform-state-dev-replica", region: "ap-northeast-3" });
  expect(copyOf("dev")).not.toHaveProperty("kms_key_id");
  const plain = validateSettings(organization, environments);
  expect(replicaOf(declaredState(plain, "prod", {}), plain.organization)).toBeUndefined();
});

test("a record that CloudTrail truncated, and text that is not a record, are skipped", () => {
  expect(parseRecord('{"eventVersion": "1.11", "eventID')).toBeUndefined();
  expect(parseRecord('"a string"')).toBeUndefined();
  expect(parseRecord('{"eventName": "GetObject"}')).toBeUndefined();
});

test("the table has a row for each access with its source, below the state and the period", () => {
  const text = auditText(log());
  expect(text).toMatch(
    /2026-11-20T09:12:45Z +TerraformExecutionRole\/alice@example.org through s3.amazonaws.com +s3.amazonaws.com +kms:Decrypt +.*key\/1234abcd\S+ +ok +\[1\] \[2\]\n/,
  );
  expect(text).toMatch(
    /s3:GetObject +s3:\/\/my-terraform-state-prod\/eks-cluster\/terraform.tfstate +SSE_KMS +ok +\[2\]\n/,
  );
  expect(text).toContain("[1] CloudTrail event history (kms:Decrypt of the last 90 days): 1 found");
  expect(text).not.toContain("not in this log");
});

test("the text states that no access was found, and which sources could not be read", () => {
  const text = auditText(
    log({
      entries: [],
      sources: [{ ...history, found: 0, fault: "these credentials are not allowed to read it" }],
      gaps: ["CloudTrail event history: these credentials are not allowed to read it"],
    }),
  );
  expect(text).toContain("none found");
  expect(text).toContain("(kms:Decrypt of the last 90 days): not read");
  expect(text).toContain("not in this log\n  CloudTrail event history: these credentials are not allowed to read it");
});

test("for a state that an S3 key encrypts, the text states that decryptions are not recorded", () => {
  const { bucket, key } = target;
  expect(auditText(log({ target: { bucket, key } }))).toContain("only reads of the object are recorded");
  expect(auditText(log())).not.toContain("only trace");
  expect(auditText(log({ replica: { bucket: replica.bucket, key } }))).toMatch(
    /encrypts s3:\/\/my-terraform-state-prod-replica\S+ so only reads of the object are recorded/,
  );
});

test("a replicated state is named with its replica", () => {
  expect(auditText(log({ replica }))).toContain(
    "tfstate)\nand to its replica (s3://my-terraform-state-prod-replica/eks-cluster/terraform.tfstate)\nfrom 2026",
  );
});

test.each([
  ["12h", "2026-11-20T12:00:00.000Z"],
  ["7d", "2026-11-14T00:00:00.000Z"],
  ["2w", "2026-11-07T00:00:00.000Z"],
  ["2026-11-01", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01T09:30", "2026-11-01T09:30:00.000Z"],
  ["2026-11-01T09:30:15+09:00", "2026-11-01T00:30:15.000Z"],
])("%s is a point in time", (text, expected) => {
  expect(pointInTime(text, new Date("2026-11-21T00:00:00Z")).toISOString()).toBe(expected);
});

test.each(["yesterday", "7", "7y", "2026-13-01", "2026-11-01 09:30", "-1d"])("%s is not a point in time", (text) => {
  expect(() => pointInTime(text)).toThrow(InvalidArgumentError);
});
