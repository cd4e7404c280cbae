import { validateSettings } from "../../../src/settings/validate";
import { whatStays } from "../../../src/commands/destroy/what-stays";
import { dev, environments, organization, prod } from "../../support/example";

const settings = validateSettings(organization, environments);

test("the buckets, keys pending deletion, audit log and possibly a log group of an environment remain", () => {
  const arn = "arn:aws:kms:ap-northeast-1:123456789012:key/one";
  const key = { address: "aws_kms_key.key_secrets", type: "aws_kms_key", before: { arn, deletion_window_in_days: 7 } };
  const vpc = { address: "aws_vpc.vpc", type: "aws_vpc", before: {} };
  expect(whatStays(settings, "dev", [key, vpc]).join("\n")).toBe(
    [
      "",
      "what remains of dev:",
      "  s3://my-terraform-state-dev: all versions of its state, still protected",
      "  s3://my-terraform-state-audit: the record of who accessed the state",
      `  ${arn}: pending deletion for 7 days; the deletion can be canceled until then`,
      "  /aws/eks/platform-dev/cluster: a log group, if EKS wrote to it again",
      "",
      "next: keep dev in environments/, which keeps its bucket protected; docs/remove-an-environment.md describes the next steps",
    ].join("\n"),
  );
});

test("the bucket of the bootstrap state and the replica of a state remain, too, each in its account", () => {
  const copied = { ...prod, state: { ...prod.state, replicaRegion: "ap-northeast-3" } };
  const other = { ...dev, account: "222233334444" };
  const two = validateSettings({ ...organization, bootstrap: { stateEnvironment: "prod", assumeRole: "Bootstrap" } }, [
    other,
    copied,
  ]);
  const lines = whatStays(two, "prod", []);
  expect(lines).toContain(
    "  s3://my-terraform-state-prod: all versions of its state and the bootstrap state, still protected",
  );
  expect(lines).toContain("  s3://my-terraform-state-prod-replica: their copies");
  expect(whatStays(two, "dev", [])).toEqual(
    expect.arrayContaining([
      "  s3://my-terraform-state-dev: all versions of its state and the bootstrap state, still protected",
      "  s3://my-terraform-state-audit-222233334444: the record of who accessed the state",
    ]),
  );
});
