import { NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import { checkState, type CheckedState } from "../../../src/commands/checks/state";
import { body, fakeS3, s3Error } from "../../support/fake-s3";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };

interface Written {
  readonly id: string;
  readonly deleted?: boolean;
  readonly text?: string;
  readonly sealed?: boolean;
}

/** A version of the state: its serial, how many resources, and its lineage. */
function state(id: string, serial: number, resources: number, lineage = "l"): Written {
  const names = Array.from({ length: resources }, (_, index) => `r${index}`);
  const found = names.map((name) => ({
    mode: "managed",
    type: "aws_vpc",
    name,
    instances: [{ attributes: { id: name } }],
  }));
  return {
    id,
    text: JSON.stringify({ version: 4, serial, lineage, terraform_version: "1.13.5", resources: found }),
  };
}

const marker: Written = { id: "marker", deleted: true };
const garbage: Written = { id: "garbage", text: "{" };
const absent = new NoSuchKey({ message: "no such key", $metadata: { httpStatusCode: 404 } });

/** A bucket with this history of the state, the newest first. */
function bucketWith(history: readonly Written[]): S3Client {
  const entries = history.map(({ id, deleted = false }, position) => ({
    deleted,
    entry: { Key: backend.key, VersionId: id, IsLatest: position === 0, LastModified: new Date(1e12 - position * 1e6) },
  }));
  return fakeS3({
    ListObjectVersions: () => ({
      Versions: entries.filter(({ deleted }) => !deleted).map(({ entry }) => entry),
      DeleteMarkers: entries.filter(({ deleted }) => deleted).map(({ entry }) => entry),
    }),
    GetObject: ({ VersionId }) => {
      const found = VersionId === undefined ? history[0] : history.find(({ id }) => id === VersionId);
      if (!found || found.deleted) throw absent;
      if (found.sealed) throw s3Error("KMS.DisabledException", 400);
      return { Body: body(found.text ?? ""), VersionId: found.id };
    },
  });
}

async function check(client: S3Client, change: Partial<CheckedState> = {}) {
  return checkState({ stack: "dev", client, backend, ...change }).catch((error: unknown) => error);
}

async function checkOf(...history: Written[]) {
  return check(bucketWith(history));
}

const restore = (id: string) =>
  expect.stringMatching(new RegExp(`^npm run state -- restore dev ${id}(\n|$)`)) as string;
const containing = (text: string) => expect.stringContaining(text) as string;

describe("the state", () => {
  test("that was never written is a new environment", async () => {
    expect(await checkOf()).toEqual({ finding: { outcome: "ok", detail: "s3://b/k.tfstate: none yet, dev is new" } });
  });

  test("of bootstrap that was never written, in a bucket that exists, is an unfinished bootstrap", async () => {
    expect(await check(bucketWith([]), { stack: "bootstrap" })).toEqual({
      finding: {
        outcome: "warning",
        detail: containing("the bootstrap state is missing"),
        nextStep: containing("npm run bootstrap completes it"),
      },
    });
  });

  test("is sound as the newest of its lineage", async () => {
    expect(await checkOf(state("b", 2, 3), state("a", 1, 1))).toMatchObject({
      finding: {
        outcome: "ok",
        detail: "s3://b/k.tfstate: serial 2, 3 resources, lineage l, written by Terraform 1.13.5",
      },
      found: { state: { serial: 2 }, versionId: "b" },
    });
  });

  test("that was deleted is restored from the newest readable version", async () => {
    expect(await checkOf(marker, garbage, state("b", 2, 3), state("a", 1, 1))).toMatchObject({
      name: "CommandError",
      message: containing(
        "the state of dev was deleted: s3://b/k.tfstate does not exist, but its last version still exists: serial 2, 3 resources, ",
      ),
      nextStep: restore("b"),
    });
  });

  test("that was deleted after everything in it was destroyed may be created again", async () => {
    expect(await checkOf(marker, state("b", 9, 0))).toEqual({
      finding: { outcome: "ok", detail: "s3://b/k.tfstate: deleted after everything in it was destroyed" },
    });
  });

  test("of which only a delete marker is left is refused, since what it hides is unknown", async () => {
    expect(await checkOf(marker)).toMatchObject({
      message: containing("only a delete marker is left"),
      nextStep: containing("look for a copy before dev is created again"),
    });
  });

  test("that was deleted, and whose versions cannot be read, leads to its history", async () => {
    expect(await checkOf(marker, garbage)).toMatchObject({
      message: containing("none of its last versions can be read"),
      nextStep: "npm run state -- history dev lists the versions",
    });
  });

  test("that cannot be read is replaced by the newest that can", async () => {
    expect(await checkOf(garbage, state("a", 1, 1))).toMatchObject({
      name: "CommandError",
      message: containing(
        "s3://b/k.tfstate is not JSON, so it is not a Terraform state; the version before it can be read: serial 1, 1 resources, ",
      ),
      nextStep: restore("a"),
    });
    expect(await checkOf(garbage)).toMatchObject({ nextStep: "npm run state -- history dev lists the versions" });
  });

  test("whose key is disabled is not mistaken for a corrupted one", async () => {
    expect(await checkOf({ id: "b", sealed: true }, { id: "a", sealed: true })).toMatchObject({
      name: "CommandError",
      message: "the key that encrypts the state of dev cannot be used: KMS.DisabledException: KMS.DisabledException",
      nextStep: "npm run doctor -- dev names the key and the cause",
    });
  });

  test("versions of the lock, whose key begins like that of the state, are not its history", async () => {
    const Versions = [{ Key: `${backend.key}.tflock`, VersionId: "l1", IsLatest: true, LastModified: new Date(0) }];
    const client = fakeS3({
      ListObjectVersions: () => ({ Versions }),
      GetObject: () => {
        throw absent;
      },
    });
    expect(await check(client)).toMatchObject({ finding: { outcome: "ok" } });
  });
});

describe("a state that regressed", () => {
  test.each<[string, Written[], string]>([
    ["was reverted", [state("b", 1, 1), state("a", 4, 3)], "a"],
    ["was reverted twice", [state("d", 1, 1), state("c", 1, 1), state("b", 4, 3), state("a", 3, 2)], "b"],
    [
      "was reverted below one that cannot be read",
      [state("c", 4, 1), garbage, state("b", 7, 3), state("a", 4, 1)],
      "b",
    ],
    ["was replaced by an unrelated one", [state("b", 1, 1, "other"), state("a", 5, 3)], "a"],
    ["was replaced by an unrelated one", [state("c", 1, 2, "other"), state("b", 1, 2, "other"), state("a", 5, 3)], "a"],
  ])("because it %s is refused, unless it is the accepted version", async (cause, history, better) => {
    const current = history[0]?.id ?? "";
    const refused = {
      name: "CommandError",
      message: containing(`the state of dev in s3://b/k.tfstate ${cause.split(" twice")[0]?.split(" below")[0] ?? ""}`),
      nextStep: restore(better),
    };
    expect(await checkOf(...history)).toMatchObject(refused);
    expect(await check(bucketWith(history), { command: "destroy" })).toMatchObject({
      nextStep: containing(`npm run destroy -- dev --accept-state ${current}`),
    });
    expect(await check(bucketWith(history), { acceptedVersion: better })).toMatchObject(refused);
    expect(await check(bucketWith(history), { acceptedVersion: current })).toMatchObject({
      finding: { outcome: "ok" },
      found: { versionId: current },
    });
  });

  test.each<[string, Written[], string]>([
    ["reverted", [state("f", 3, 2), state("e", 2, 1), state("d", 1, 1), state("c", 11, 3)], "c f"],
    ["replaced", [state("d", 2, 2, "other"), state("c", 1, 2, "other"), state("a", 5, 3)], "a d"],
  ])("and was changed since it was %s is only a warning", async (_, history, versions) => {
    expect(await checkOf(...history)).toMatchObject({
      finding: {
        outcome: "warning",
        detail: containing("and was changed since"),
        nextStep: `if this was not intended, see what is missing: npm run state -- diff dev ${versions}`,
      },
      found: { versionId: history[0]?.id },
    });
  });

  test("is sound again after a restore over an unrelated one, and over an empty one", async () => {
    const before = [state("b", 1, 2, "other"), state("a", 5, 3)];
    expect(await checkOf(state("back", 6, 3), ...before)).toMatchObject({ finding: { outcome: "ok" } });
    expect(await checkOf(state("back", 5, 3), ...before)).toMatchObject({ finding: { outcome: "ok" } });
    expect(await checkOf(state("b", 1, 1, "other"), state("a", 5, 0))).toMatchObject({ finding: { outcome: "ok" } });
  });
});

describe("a history that must not be listed", () => {
  const deniedList = (GetObject: () => unknown) =>
    fakeS3({
      ListObjectVersions: () => {
        throw s3Error("AccessDenied", 403);
      },
      GetObject,
    });

  test("leaves a state unchecked, and says so", async () => {
    const client = deniedList(() => ({ Body: body(state("v1", 7, 1).text ?? ""), VersionId: "v1" }));
    expect(await check(client)).toMatchObject({
      finding: { outcome: "warning", detail: containing("s3:ListBucketVersions") },
      found: { state: { serial: 7 }, versionId: "v1" },
    });
  });

  test("could hide a lost state and is refused without one", async () => {
    const client = deniedList(() => {
      throw absent;
    });
    expect(await check(client)).toMatchObject({
      message: containing("a lost state of dev cannot be distinguished from a new environment"),
    });
  });
});

test("any other failure is not mistaken for a lost state", async () => {
  const client = fakeS3({
    ListObjectVersions: () => {
      throw s3Error("InternalError", 500);
    },
  });
  expect(await check(client)).toMatchObject({ name: "InternalError" });
});
