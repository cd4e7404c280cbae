import { planRestore, restore } from "../../../src/commands/state/restore";
import type { OpenedState } from "../../../src/commands/state/opened-state";
import { type FakeAnswers, s3Error } from "../../support/fake-s3";
import { versionedS3 } from "../../support/versioned-s3";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };

function text(serial: number | string): string {
  return `{"version":4,"serial":${serial},"lineage":"l","terraform_version":"1.13.5","resources":[]}`;
}

/** A state with the versions v1 and v2. */
function opened(faults?: (s3: FakeAnswers) => FakeAnswers) {
  const store = versionedS3(faults);
  for (const serial of [1, 2]) store.put(backend.key, text(serial));
  return { ...store, state: { name: "dev", client: store.client, backend } as unknown as OpenedState };
}

/** S3 does as asked, and what it answers is this error. */
function answerLost(error: Error) {
  return (s3: FakeAnswers): FakeAnswers => ({
    PutObject: (input) => {
      const answer = s3.PutObject?.(input);
      if (input.Key !== backend.key) return answer;
      throw error;
    },
  });
}

/** S3 does nothing, and what it answers is this error. */
function refused(error: Error) {
  return (s3: FakeAnswers): FakeAnswers => ({
    PutObject: (input) => {
      if (input.Key !== backend.key) return s3.PutObject?.(input);
      throw error;
    },
  });
}

const timeout = Object.assign(new Error("timed out"), { name: "TimeoutError" });

test("an earlier version becomes the newest, with a higher serial", async () => {
  const { state, client } = opened();
  expect(await restore(await planRestore(state, "v1"))).toMatchObject({
    newVersion: "v4",
    replacedVersion: "v2",
    serial: 3,
  });
  expect(client).toBeDefined();
});

test.each([
  ["the repeated request is refused by the first", s3Error("PreconditionFailed", 412)],
  ["S3 fails after it has written", s3Error("InternalError", 500)],
  ["no answer arrives", timeout],
])("a write whose answer is lost is found where %s", async (_, error) => {
  const { state } = opened(answerLost(error));
  expect(await restore(await planRestore(state, "v1"))).toMatchObject({ newVersion: "v4", serial: 3 });
});

test.each([
  ["InternalError", s3Error("InternalError", 500), /^nothing was changed; run the command again/],
  ["no answer", timeout, /^nothing was changed; check the network/],
])("a write that did not arrive is told as such after %s", async (_, error, nextStep) => {
  const { state } = opened(refused(error));
  await expect(restore(await planRestore(state, "v1"))).rejects.toMatchObject({
    nextStep: expect.stringMatching(nextStep) as string,
  });
});

test("a write of which nothing is known is told as such", async () => {
  let isGone = false;
  const { state } = opened((s3) => ({
    ...refused(timeout)(s3),
    PutObject: (input) => {
      isGone = input.Key === backend.key;
      if (!isGone) return s3.PutObject?.(input);
      throw timeout;
    },
    ListObjectVersions: (input) => {
      if (isGone) throw timeout;
      return s3.ListObjectVersions?.(input);
    },
  }));
  await expect(restore(await planRestore(state, "v1"))).rejects.toMatchObject({
    message: expect.stringMatching(/^S3 did not answer whether the state was written: /) as string,
    nextStep: "npm run state -- history dev shows whether there is a new version",
  });
});

test("a denied write is not looked for", async () => {
  const { state } = opened(refused(s3Error("AccessDenied", 403)));
  await expect(restore(await planRestore(state, "v1"))).rejects.toMatchObject({ name: "AccessDenied" });
});

test("a change between the plan and the restore is refused before anything is written", async () => {
  const writes: unknown[] = [];
  const { state, put } = opened((s3) => ({
    PutObject: (input) => {
      writes.push(input.Key);
      return s3.PutObject?.(input);
    },
  }));
  const plan = await planRestore(state, "v1");
  put(backend.key, text(3));
  await expect(restore(plan)).rejects.toThrow("the state of dev was changed at the same time");
  expect(writes).toEqual(["k.tfstate.tflock"]);
});

test("a change between the last look and the write is refused by the condition of the write", async () => {
  const store = opened((s3) => ({
    PutObject: (input) => {
      if (input.Key === backend.key) store.put(backend.key, text(3));
      return s3.PutObject?.(input);
    },
  }));
  await expect(restore(await planRestore(store.state, "v1"))).rejects.toMatchObject({
    message: "the state of dev was changed at the same time",
    nextStep: expect.stringMatching(/^nothing was changed/) as string,
  });
  expect(store.s3.GetObject?.({ Key: backend.key })).toMatchObject({ text: text(3) });
});

test("a state that reads back differently is not told as restored", async () => {
  const { state } = opened((s3) => ({
    PutObject: (input) =>
      s3.PutObject?.(
        input.Key === backend.key ? { ...input, Body: String(input.Body).replace("1.13.5", "1.13.6") } : input,
      ),
  }));
  await expect(restore(await planRestore(state, "v1"))).rejects.toThrow("reading it back returned different content");
});

test("a state that another run overwrites right after the write is not told as the newest", async () => {
  const store = opened((s3) => ({
    PutObject: (input) => {
      const answer = s3.PutObject?.(input);
      if (input.Key === backend.key) store.put(backend.key, text(9));
      return answer;
    },
  }));
  await expect(restore(await planRestore(store.state, "v1"))).rejects.toThrow(
    "v1 was written as v4, but reading it back",
  );
});

test("a serial that JavaScript would round is refused; one that could not be raised, too", async () => {
  const { state, put } = opened();
  put(backend.key, text("9007199254740993"));
  expect((await planRestore(state, "v1")).serial).toBe(3);
  await expect(planRestore({ ...state }, "v3")).rejects.toThrow("already the current one");
  put(backend.key, text("9007199254740991"));
  await expect(planRestore(state, "v1")).rejects.toMatchObject({
    message: expect.stringContaining("the highest that this command can count to") as string,
    nextStep: expect.stringMatching(/^nothing was changed; .*terraform state push -force/) as string,
  });
});
