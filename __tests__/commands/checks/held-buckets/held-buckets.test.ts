import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import {
  checkRemovedBuckets,
  checkUnprotectedBuckets,
} from "../../../../src/commands/checks/held-buckets/held-buckets";
import { bootstrap, copied } from "../../../stacks/bootstrap-fixture";
import { dev, organization, prod } from "../../../support/example";
import { fakeS3, s3Error } from "../../../support/fake-s3";
import type { Synthesized } from "../../../support/synthesize";
import { stateOf } from "./state-of";

const staging = { ...dev, name: "staging", network: { ...dev.network, cidr: "10.30.0.0/16" } };
const before = bootstrap({}, [dev, copied(prod)]);

let asked: string[];

beforeEach(() => {
  asked = [];
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** What S3 answers to a list of the versions of a bucket, by its name; nothing else is asked. */
function holding(answer: (bucket: string, input: Record<string, unknown>) => unknown): void {
  const fake = fakeS3({
    ListObjectVersions: (input) => {
      asked.push(String(input.Bucket));
      return answer(String(input.Bucket), input);
    },
  });
  jest.spyOn(S3Client.prototype, "send").mockImplementation(fake.send.bind(fake) as never);
}

const anyVersions = () => ({ Versions: [{ Key: "terraform.tfstate" }, { Key: "terraform.tfstate" }] });

/** What is refused where the settings change from one stack to another. */
async function refusal(from: Synthesized, to: Synthesized): Promise<string | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), "held-buckets-"));
  try {
    await writeFile(path.join(folder, "cdk.tf.json"), JSON.stringify(to.json));
    await checkRemovedBuckets(stateOf(from), folder);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("settings that keep every bucket are accepted without a call to S3", async () => {
  holding(anyVersions);
  expect(await refusal(before, before)).toBeUndefined();
  expect(asked).toEqual([]);
});

test("an additional environment is accepted", async () => {
  holding(anyVersions);
  expect(await refusal(bootstrap(), bootstrap({}, [dev, prod, staging]))).toBeUndefined();
});

test.each([
  ["an environment that is removed", bootstrap({}, [copied(prod)]), ["my-terraform-state-dev"]],
  [
    "an environment that is renamed",
    bootstrap({}, [{ ...dev, name: "test" }, copied(prod)]),
    ["my-terraform-state-dev"],
  ],
  [
    "another stateBucketPrefix",
    bootstrap({ stateBucketPrefix: "another" }, [dev, copied(prod)]),
    [
      "my-terraform-state-audit",
      "my-terraform-state-audit-access",
      "my-terraform-state-dev",
      "my-terraform-state-prod",
      "my-terraform-state-prod-replica",
    ],
  ],
  ["a replica that is given up", bootstrap({}, [dev, prod]), ["my-terraform-state-prod-replica"]],
  [
    "another replicaRegion",
    bootstrap({}, [dev, { ...prod, state: { ...prod.state, replicaRegion: "us-west-2" } }]),
    ["my-terraform-state-prod-replica"],
  ],
  [
    "an environment in another region",
    bootstrap({}, [
      { ...dev, region: "eu-west-1", network: { ...dev.network, availabilityZones: ["a", "b"] } },
      copied(prod),
    ]),
    ["my-terraform-state-dev"],
  ],
])("%s is refused while its bucket contains versions", async (_, after, buckets) => {
  holding(anyVersions);
  const message = await refusal(before, after);
  const named = [...(message ?? "").matchAll(/^ {2}(\S+) \(\S+\) contains 2 object versions/gm)].map(
    ([, name]) => name,
  );
  expect(named.sort()).toEqual(buckets);
});

test("an environment whose bucket is empty or does not exist can be removed", async () => {
  holding(() => ({ DeleteMarkers: [{ Key: "terraform.tfstate" }] }));
  expect(await refusal(before, bootstrap({}, [copied(prod)]))).toBeUndefined();
  holding(() => {
    throw s3Error("NoSuchBucket", 404);
  });
  expect(await refusal(before, bootstrap({}, [copied(prod)]))).toBeUndefined();
  expect(asked).toEqual(["my-terraform-state-dev", "my-terraform-state-dev"]);
});

test("a replica region that leaves is refused even when its bucket is empty, since Terraform could not plan", async () => {
  holding(() => ({}));
  expect(await refusal(before, bootstrap({}, [dev, prod]))).toMatch(
    /so Terraform cannot plan it: ap-northeast-3 of account 123456789012 \(\d+ resources\)$/,
  );
});

test("a released replica may leave, whatever its bucket contains", async () => {
  holding(anyVersions);
  const { name, account } = prod;
  const retired = [{ name, account, state: { replicaRegion: "ap-northeast-3" }, release: true }];
  const after = bootstrap({ bootstrap: { ...organization.bootstrap, retired } }, [dev, prod]);
  expect(await refusal(before, after)).toBeUndefined();
});

test("versions after a page of delete markers are found", async () => {
  holding((_, { KeyMarker }) =>
    KeyMarker === undefined ? { IsTruncated: true, NextKeyMarker: "k", DeleteMarkers: [{}] } : { Versions: [{}] },
  );
  expect(await refusal(before, bootstrap({}, [copied(prod)]))).toContain("contains 1 object version,");
});

test("a bucket that the caller cannot list counts as one that contains versions", async () => {
  holding(() => {
    throw s3Error("AccessDenied", 403);
  });
  expect(await refusal(before, bootstrap({}, [copied(prod)]))).toContain(
    "object versions that these credentials are not allowed to list",
  );
});

test("a key is kept while a bucket of its region contains versions, since it may encrypt the old ones", async () => {
  holding(anyVersions);
  const elsewhere = { ...dev, region: "eu-west-1", network: { ...dev.network, availabilityZones: ["a", "b"] } };
  const encrypted = bootstrap({}, [{ ...elsewhere, state: { encryption: "aws:kms" } }, prod]);
  expect(await refusal(encrypted, bootstrap({}, [{ ...elsewhere, state: { encryption: "AES256" } }, prod]))).toMatch(
    /^ +my-terraform-state-dev \(eu-west-1\) contains .*\n +aws_kms_key\.state_key_123456789012_eu_west_1$/m,
  );
  expect(asked).toEqual(["my-terraform-state-dev"]);
});

test("resources that are moved or forgotten are left to the plan", async () => {
  holding(anyVersions);
  const after = bootstrap({}, [copied(prod)]);
  const addresses = ["", "_versioning", "_encryption", "_public_access", "_ownership", "_lifecycle", "_policy"].map(
    (suffix) => typeOf(suffix) + `.state_dev${suffix}`,
  );
  Object.assign(after.json, { removed: addresses.map((from) => ({ from, lifecycle: { destroy: false } })) });
  expect(await refusal(before, after)).toBeUndefined();
});

function typeOf(suffix: string): string {
  const [found] = Object.entries(before.json.resource ?? {}).find(
    ([type, blocks]) => type.startsWith("aws_s3_bucket") && `state_dev${suffix}` in blocks,
  ) ?? [""];
  return found;
}

describe("a plan", () => {
  const state = stateOf(before);
  const bucket = "my-terraform-state-dev";

  test.each([
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_versioning",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket",
  ])("that deletes %s is refused, whatever its address", async (type) => {
    holding(anyVersions);
    const deletion = { address: `${type}.renamed`, type, before: { bucket } };
    await expect(checkUnprotectedBuckets(state, [deletion])).rejects.toMatchObject({
      name: "CommandError",
      message: expect.stringContaining(
        `${bucket} (ap-northeast-1) contains 2 object versions, and would lose`,
      ) as string,
      nextStep: expect.stringContaining("docs/remove-an-environment.md") as string,
    });
    expect(asked).toEqual([bucket]);
  });

  test("that replaces a protection for the same bucket is accepted, for another bucket it is refused", async () => {
    holding(anyVersions);
    const replaced = {
      address: "aws_s3_bucket_policy.state_dev_policy",
      type: "aws_s3_bucket_policy",
      before: { bucket },
    };
    await expect(checkUnprotectedBuckets(state, [{ ...replaced, after: { bucket } }])).resolves.toBeUndefined();
    await expect(checkUnprotectedBuckets(state, [{ ...replaced, after: { bucket: "other" } }])).rejects.toThrow(
      "would lose",
    );
  });

  test("that replaces the key is refused, and one that deletes only a key of topics is accepted", async () => {
    holding(anyVersions);
    const key = (name: string) => {
      const arn = `arn:aws:kms:ap-northeast-1:123456789012:key/${name}`;
      return { address: `aws_kms_key.${name}`, type: "aws_kms_key", before: { arn, key_id: name }, after: {} };
    };
    await expect(checkUnprotectedBuckets(state, [key("state_key")])).rejects.toThrow("aws_kms_key.state_key");
    await expect(checkUnprotectedBuckets(state, [key("alerts_key")])).resolves.toBeUndefined();
  });

  test("that deletes a key is refused if the state has no bucket in its region: one may have been forgotten", async () => {
    holding(anyVersions);
    const arn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    const key = { address: "aws_kms_key.state_key_elsewhere", type: "aws_kms_key", before: { arn, key_id: "one" } };
    await expect(checkUnprotectedBuckets(state, [key])).rejects.toThrow("may need aws_kms_key.state_key_elsewhere");
    expect(asked).toEqual([]);
  });

  test("that deletes resources that protect no bucket is accepted", async () => {
    holding(anyVersions);
    const type = "aws_s3_bucket_notification";
    await expect(
      checkUnprotectedBuckets(state, [{ address: `${type}.n`, type, before: { bucket } }]),
    ).resolves.toBeUndefined();
    expect(asked).toEqual([]);
  });
});
