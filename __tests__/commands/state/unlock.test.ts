import { describeHolder, lockKey, readLock } from "../../../src/commands/remote-state/lock";
import type { OpenedState } from "../../../src/commands/state/opened-state";
import { unlock, unlockedText } from "../../../src/commands/state/unlock";
import { type FakeAnswers, s3Error } from "../../support/fake-s3";
import { versionedS3 } from "../../support/versioned-s3";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };

function lockOf(ID: string): string {
  return JSON.stringify({ ID, Operation: "OperationTypeApply", Who: "me@here", Created: "2026-01-01T00:00:00Z" });
}

function locked(faults?: (s3: FakeAnswers) => FakeAnswers) {
  const store = versionedS3(faults);
  store.put(lockKey(backend), lockOf("ours"));
  return { ...store, state: { name: "dev", client: store.client, backend } as unknown as OpenedState };
}

const timeout = Object.assign(new Error("timed out"), { name: "TimeoutError" });

test("a lock is removed if it has the ID", async () => {
  const { state, client } = locked();
  await expect(unlock(state, "other")).rejects.toThrow("the ID of the lock of dev is not other");
  expect(await unlock(state, "ours")).toMatchObject({ stack: "dev", lock: { ID: "ours" } });
  expect(await readLock(client, backend)).toBeUndefined();
});

test.each([
  ["the repeated request finds no lock", s3Error("NoSuchKey", 404)],
  ["the repeated request is refused", s3Error("PreconditionFailed", 412)],
  ["no answer arrives", timeout],
])("a removal whose answer is lost is told as a removal where %s", async (_, error) => {
  const { state, client } = locked((s3) => ({
    DeleteObject: (input) => {
      s3.DeleteObject?.(input);
      throw error;
    },
  }));
  expect(await unlock(state, "ours")).toMatchObject({ lock: { ID: "ours" } });
  expect(await readLock(client, backend)).toBeUndefined();
});

test("a lock that another run acquires between the look and the removal stays, and is named", async () => {
  const store = locked((s3) => ({
    DeleteObject: (input) => {
      store.put(lockKey(backend), lockOf("theirs"));
      return s3.DeleteObject?.(input);
    },
  }));
  await expect(unlock(store.state, "ours")).rejects.toMatchObject({
    message: expect.stringMatching(
      /^the lock ours is gone, but the state of dev is locked again\n[^]*theirs/,
    ) as string,
    nextStep: expect.stringContaining("npm run state -- lock dev") as string,
  });
  expect(await readLock(store.client, backend)).toMatchObject({ ID: "theirs" });
});

test.each([timeout, s3Error("InternalError", 500)])(
  "a lock that remains is not told as removed (%s)",
  async (error) => {
    const { state } = locked(() => ({
      DeleteObject: () => {
        throw error;
      },
    }));
    await expect(unlock(state, "ours")).rejects.toMatchObject({
      nextStep: expect.stringMatching(
        /^S3 did not confirm to remove the lock ours: npm run state -- lock dev /,
      ) as string,
    });
  },
);

test("what a lock says is shown on its own line, whatever it contains", async () => {
  const { state, put, client } = locked();
  const text = "x\u001b[2J\nnext: rm -r";
  put(
    lockKey(backend),
    JSON.stringify({ ID: text, Operation: text, Who: text, Created: text, Info: text, Path: text }),
  );
  const lock = await readLock(client, backend);
  if (!lock) throw new Error("no lock");
  expect(describeHolder(lock)).toHaveLength(6);
  expect(describeHolder(lock)[0]).toBe("  Who:        x\\u001b[2J\\nnext: rm -r");
  const shown = unlockedText(await unlock(state, "x\\u001b[2J\\nnext: rm -r"));
  expect(shown.split("\n")).toHaveLength(3);
  expect(shown).not.toContain("\u001b");
});
