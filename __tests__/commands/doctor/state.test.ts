import { checkLock } from "../../../src/commands/doctor/lock";
import { checkState } from "../../../src/commands/doctor/state";
import { body, fakeS3, s3Error } from "../../support/fake-s3";
import type { DeclaredState } from "../../../src/commands/remote-state/declared-state";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };
const dev = { name: "dev", backend } as unknown as DeclaredState;

interface Written {
  readonly id: string;
  readonly deleted?: boolean;
  readonly text?: string;
  readonly sealed?: boolean;
}

/** A version of the state: its serial, how many resources, and its lineage. */
function state(id: string, serial: number, resources: number, lineage = "l"): Written {
  const names = Array.from({ length: resources }, (_, index) => `r${index}`);
  return {
    id,
    text: JSON.stringify({
      version: 4,
      serial,
      lineage,
      terraform_version: "1.13.5",
      resources: names.map((name) => ({
        mode: "managed",
        type: "aws_vpc",
        name,
        instances: [{ attributes: { id: name } }],
      })),
    }),
  };
}

const marker: Written = { id: "marker", deleted: true };
const garbage: Written = { id: "garbage", text: "{" };

/** What doctor says of a state with this history, the newest first. */
async function diagnosisOf(...history: Written[]) {
  const entries = history.map(({ id, deleted = false }, position) => ({
    deleted,
    entry: { Key: backend.key, VersionId: id, IsLatest: position === 0, LastModified: new Date(1e12 - position * 1e6) },
  }));
  const client = fakeS3({
    ListObjectVersions: () => ({
      Versions: entries.filter(({ deleted }) => !deleted).map(({ entry }) => entry),
      DeleteMarkers: entries.filter(({ deleted }) => deleted).map(({ entry }) => entry),
    }),
    GetObject: ({ VersionId }) => {
      const found = history.find(({ id }) => id === VersionId);
      if (found?.sealed) throw s3Error("KMS.DisabledException", 400);
      return { Body: body(found?.text ?? "") };
    },
  });
  return checkState(client, dev);
}

const restore = (id: string) => `npm run state -- restore dev ${id}`;

describe("the state", () => {
  test("that was never written is fine", async () => {
    expect(await diagnosisOf()).toEqual({ outcome: "ok", detail: "never deployed" });
  });

  test("of bootstrap that was never written, in a bucket that exists, is an unfinished bootstrap", async () => {
    const client = fakeS3({ ListObjectVersions: () => ({}) });
    expect(await checkState(client, { ...dev, name: "bootstrap" })).toMatchObject({
      outcome: "warning",
      nextStep: expect.stringContaining("npm run bootstrap completes it") as string,
    });
  });

  test("is fine as the newest of its line, with its version, serial and resources", async () => {
    expect(await diagnosisOf(state("b", 2, 3), state("a", 1, 1))).toEqual({
      outcome: "ok",
      detail: "version b (serial 2, 3 resources), 2001-09-09T01:46:40.000Z",
    });
  });

  test("that was deleted is restored from the newest readable version", async () => {
    expect(await diagnosisOf(marker, garbage, state("b", 2, 3), state("a", 1, 1))).toMatchObject({
      outcome: "failure",
      detail: expect.stringContaining(
        "only a delete marker is left on top of version b (serial 2, 3 resources)",
      ) as string,
      nextStep: restore("b"),
    });
  });

  test("that was deleted with nothing in it is fine", async () => {
    expect(await diagnosisOf(marker, state("b", 9, 0))).toMatchObject({ outcome: "ok" });
  });

  test("that was deleted with all its versions is a failure", async () => {
    expect(await diagnosisOf(marker)).toMatchObject({
      outcome: "failure",
      detail: expect.stringContaining("only a delete marker is left") as string,
      nextStep: expect.stringContaining("look for a copy") as string,
    });
  });

  test("that cannot be read is replaced by the newest that can", async () => {
    expect(await diagnosisOf(garbage, state("a", 1, 1))).toMatchObject({
      outcome: "failure",
      detail: expect.stringContaining("s3://b/k.tfstate cannot be read as a state: not a Terraform state") as string,
      nextStep: restore("a"),
    });
    expect(await diagnosisOf(garbage)).toMatchObject({ nextStep: "npm run state -- history dev shows what is there" });
  });

  test("whose key is disabled is not mistaken for a corrupted one", async () => {
    expect(await diagnosisOf({ id: "b", sealed: true }, { id: "a", sealed: true })).toEqual({
      outcome: "failure",
      detail: "s3://b/k.tfstate cannot be decrypted: KMS.DisabledException",
      nextStep: "make its key usable again, see the key check",
    });
  });

  test("whose serial fell is replaced by the highest of its lineage", async () => {
    const found = await diagnosisOf(
      state("again", 4, 1),
      garbage,
      state("c", 7, 3),
      state("b", 6, 2),
      state("a", 4, 1),
    );
    expect(found).toEqual({
      outcome: "failure",
      detail: "the serial fell from 7 to 4: an older state replaced version c (serial 7, 3 resources)",
      nextStep: restore("c"),
    });
  });

  test("that was reverted twice is still a failure, and one that was changed since is only a warning", async () => {
    expect(await diagnosisOf(state("e", 1, 1), state("d", 1, 1), state("c", 4, 3))).toMatchObject({
      outcome: "failure",
      nextStep: restore("c"),
    });
    expect(await diagnosisOf(state("f", 3, 2), state("e", 2, 1), state("d", 1, 1), state("c", 11, 3))).toEqual({
      outcome: "warning",
      detail:
        "the serial fell from 11 to 3: an older state replaced version c (serial 11, 3 resources), and was changed since",
      nextStep: "if this was not intended, see what is missing: npm run state -- diff dev c f",
    });
  });

  test("that was restored over an unrelated one is fine, and the unrelated one never is again", async () => {
    const before = [state("b", 1, 2, "other"), state("a", 5, 3)];
    expect(await diagnosisOf(state("back", 6, 3), ...before)).toMatchObject({ outcome: "ok" });
    expect(await diagnosisOf(state("back", 5, 3), ...before)).toMatchObject({ outcome: "ok" });
  });

  test("of another lineage is noticed however often it was written", async () => {
    const again = state("c", 1, 2, "other");
    expect(await diagnosisOf(again, state("b", 1, 2, "other"), state("a", 5, 3))).toMatchObject({
      outcome: "failure",
      nextStep: restore("a"),
    });
    expect(await diagnosisOf(state("d", 2, 2, "other"), again, state("a", 5, 3))).toMatchObject({
      outcome: "warning",
      detail: expect.stringContaining("an unrelated state replaced it, and was changed since") as string,
    });
  });

  test("of another lineage over one with resources is a failure, over an empty one it is fine", async () => {
    expect(await diagnosisOf(state("b", 1, 1, "other"), state("a", 5, 3))).toMatchObject({
      outcome: "failure",
      detail: expect.stringContaining("an unrelated state replaced it") as string,
      nextStep: restore("a"),
    });
    expect(await diagnosisOf(state("b", 1, 1, "other"), state("a", 5, 0))).toMatchObject({ outcome: "ok" });
  });
});

test("a lock object that Terraform did not write is a warning that names it", async () => {
  const client = fakeS3({ GetObject: () => ({ Body: body("busy") }) });
  expect(await checkLock(client, dev)).toMatchObject({
    outcome: "warning",
    detail: "s3://b/k.tfstate.tflock blocks the lock, but Terraform did not write it",
  });
});
