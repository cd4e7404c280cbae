import { withStateLock } from "../../../src/commands/remote-state/hold-lock";
import { readLock } from "../../../src/commands/remote-state/lock";
import { body, fakeS3, s3Error } from "../../support/fake-s3";
import { versionedS3 } from "../../support/versioned-s3";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1", kms_key_id: "alias/terraform-state" };
const purpose = { stack: "prod", operation: "state-restore", info: "version 1" };
const work = () => Promise.resolve("done");

test("the lock is acquired as Terraform acquires it: only if there is none, with its Lock Info, encrypted like the state", async () => {
  const puts: Record<string, unknown>[] = [];
  const deletes: Record<string, unknown>[] = [];
  const client = fakeS3({
    PutObject: (input) => {
      puts.push(input);
      return { ETag: '"etag"' };
    },
    DeleteObject: (input) => deletes.push(input),
  });
  expect(await withStateLock(client, backend, purpose, work)).toBe("done");
  expect(puts).toEqual([
    expect.objectContaining({
      Key: "k.tfstate.tflock",
      IfNoneMatch: "*",
      ContentType: "application/json",
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: "alias/terraform-state",
    }),
  ]);
  expect(JSON.parse(String(puts[0]?.Body))).toEqual({
    ID: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) as string,
    Operation: "state-restore",
    Info: "version 1",
    Who: expect.stringContaining("@") as string,
    Version: "",
    Created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    Path: "b/k.tfstate",
  });
  expect(deletes).toEqual([{ Bucket: "b", Key: "k.tfstate.tflock", IfMatch: '"etag"' }]);
});

test("a lock that the SDK acquired in an attempt whose response was lost is ours", async () => {
  let stored = "";
  const client = fakeS3({
    PutObject: ({ Body }) => {
      stored = String(Body);
      throw s3Error("PreconditionFailed", 412);
    },
    GetObject: () => ({ Body: body(stored), ETag: '"first"' }),
    DeleteObject: () => ({}),
  });
  expect(await withStateLock(client, backend, purpose, work)).toBe("done");
});

test.each([409, 412])("a lock that another run holds is refused with its holder (%d)", async (status) => {
  const theirs = { ID: "theirs", Operation: "OperationTypePlan", Who: "them@there", Created: "2026-01-01T00:00:00Z" };
  const client = fakeS3({
    PutObject: () => {
      throw s3Error("refused", status);
    },
    GetObject: () => ({ Body: body(JSON.stringify(theirs)) }),
  });
  await expect(withStateLock(client, backend, purpose, work)).rejects.toMatchObject({
    message: expect.stringMatching(/^the state is locked by another run\n {2}Who: +them@there\n/) as string,
    nextStep: expect.stringContaining("npm run state -- unlock prod <id>") as string,
  });
});

test("a lock that cannot be released is reported with its ID and the earlier failure", async () => {
  const client = fakeS3({
    PutObject: () => ({ ETag: '"etag"' }),
    DeleteObject: () => {
      throw s3Error("SlowDown", 503, "please slow down");
    },
  });
  const failing = withStateLock(client, backend, purpose, async () => Promise.reject(new Error("no luck")));
  await expect(failing).rejects.toMatchObject({
    message: "no luck\nthe lock could not be released: please slow down",
    nextStep: expect.stringMatching(/^npm run state -- unlock prod [\da-f-]{36}$/) as string,
  });
});

const timeout = Object.assign(new Error("timed out"), { name: "TimeoutError" });

test("a lock that was acquired although no answer arrived is ours, and is released", async () => {
  const store = versionedS3((s3) => ({
    PutObject: (input) => {
      s3.PutObject?.(input);
      throw timeout;
    },
  }));
  expect(await withStateLock(store.client, backend, purpose, work)).toBe("done");
  expect(await readLock(store.client, backend)).toBeUndefined();
});

test("a lock of which nothing is known is named with the commands that show and remove it", async () => {
  const fail = () => {
    throw timeout;
  };
  const client = fakeS3({ PutObject: fail, GetObject: fail });
  await expect(withStateLock(client, backend, purpose, work)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^S3 did not answer whether the lock [\da-f-]{36} was acquired: timed out$/,
    ) as string,
    nextStep: expect.stringMatching(/^the state was not changed; [^]*unlock prod [\da-f-]{36} removes it$/) as string,
  });
});

test("a lock that could not be acquired because S3 failed is not told as held by another run", async () => {
  const store = versionedS3(() => ({
    PutObject: () => {
      throw s3Error("InternalError", 500);
    },
  }));
  await expect(withStateLock(store.client, backend, purpose, work)).rejects.toMatchObject({ name: "InternalError" });
});

test("a release whose answer is lost is a release", async () => {
  const store = versionedS3((s3) => ({
    DeleteObject: (input) => {
      s3.DeleteObject?.(input);
      throw timeout;
    },
  }));
  expect(await withStateLock(store.client, backend, purpose, work)).toBe("done");
});
