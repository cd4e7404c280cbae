import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  S3ServiceException,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CommandError } from "../../../src/commands/cli/command-error";
import { body, fakeS3 } from "../../support/fake-s3";
import { requireSoundState } from "../../../src/commands/checks/state-loss";

const backend = { bucket: "my-terraform-state-prod", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };

function state(serial: number): string {
  return JSON.stringify({ version: 4, terraform_version: "1.13.5", serial, lineage: "one", resources: [] });
}

function failure(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode } });
}

/** S3 as far as the check asks it: what listing versions and reading the current object answer. */
function s3(answers: { versions: object | Error; current: string | Error }): S3Client {
  const answer = (given: object | Error) => (given instanceof Error ? Promise.reject(given) : Promise.resolve(given));
  const send = (command: unknown) => {
    if (command instanceof ListObjectVersionsCommand) return answer(answers.versions);
    if (!(command instanceof GetObjectCommand)) throw new Error("unexpected request");
    const { current } = answers;
    if (typeof current !== "string") return answer(current);
    return answer({ Body: { transformToString: () => Promise.resolve(current) }, VersionId: "v1" });
  };
  return { send } as unknown as S3Client;
}

async function check(client: S3Client) {
  const reported: string[] = [];
  const report = (line: string) => reported.push(line);
  const outcome = await requireSoundState({ stack: "prod", client, backend, report }).catch((error: unknown) => error);
  return { outcome, reported };
}

const denied = failure("AccessDenied", 403);
const absent = new NoSuchKey({ message: "no such key", $metadata: { httpStatusCode: 404 } });

test("no object and no history is a new environment", async () => {
  expect(await check(s3({ versions: {}, current: absent }))).toEqual({ outcome: undefined, reported: [] });
});

test("a history that may not be listed leaves a state unchecked, and says so", async () => {
  const { outcome, reported } = await check(s3({ versions: denied, current: state(7) }));
  expect(outcome).toMatchObject({ state: { serial: 7 }, versionId: "v1" });
  expect(reported).toEqual([expect.stringContaining("s3:ListBucketVersions")]);
});

test("without a state, a history that may not be listed could hide a lost one and is refused", async () => {
  const { outcome } = await check(s3({ versions: denied, current: absent }));
  expect(outcome).toBeInstanceOf(CommandError);
  expect((outcome as CommandError).message).toContain(
    "a lost state of prod cannot be distinguished from a new environment",
  );
});

test("a delete marker alone is refused, since what it hides is unknown", async () => {
  const DeleteMarkers = [{ Key: backend.key, VersionId: "m1", IsLatest: true, LastModified: new Date(0) }];
  const { outcome } = await check(s3({ versions: { DeleteMarkers }, current: absent }));
  expect((outcome as CommandError).message).toContain("only a delete marker is left");
});

test("versions of the lock, whose key begins like the state's, are none of its history", async () => {
  const Versions = [{ Key: `${backend.key}.tflock`, VersionId: "l1", IsLatest: true, LastModified: new Date(0) }];
  expect((await check(s3({ versions: { Versions }, current: absent }))).outcome).toBeUndefined();
});

test("a key that cannot be used is reported as such, with the command that checks it", async () => {
  const { outcome } = await check(s3({ versions: {}, current: failure("KMS.DisabledException", 400) }));
  expect((outcome as CommandError).message).toContain("KMS.DisabledException");
  expect((outcome as CommandError).nextStep).toContain("npm run doctor prod");
});

test("any other failure is not mistaken for a lost state", async () => {
  const { outcome } = await check(s3({ versions: failure("InternalError", 500), current: absent }));
  expect(outcome).toMatchObject({ name: "InternalError" });
});

describe("a state with a history", () => {
  const text = (serial: number, lineage = "one") =>
    JSON.stringify({
      version: 4,
      terraform_version: "1.13.5",
      serial,
      lineage,
      resources: [{ mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ attributes: { id: "vpc-1" } }] }],
    });

  /** What the check says of versions `v0`, which is current, `v1` and so on. */
  async function checkHistory(texts: readonly string[], acceptedVersion?: string) {
    const client = fakeS3({
      ListObjectVersions: () => ({
        Versions: texts.map((_, position) => ({
          Key: backend.key,
          VersionId: `v${position}`,
          IsLatest: position === 0,
          LastModified: new Date(1e12 - position * 1e6),
        })),
      }),
      GetObject: ({ VersionId }) => {
        const versionId = typeof VersionId === "string" ? VersionId : "v0";
        return { Body: body(texts[Number(versionId.slice(1))] ?? ""), VersionId: versionId };
      },
    });
    const reported: string[] = [];
    const report = (line: string) => reported.push(line);
    const question = { stack: "prod", client, backend, report, acceptedVersion };
    const outcome = await requireSoundState(question).catch((error: unknown) => error);
    return { outcome, reported };
  }

  const refusal = (wayBack: string) => ({
    outcome: expect.objectContaining({
      nextStep: expect.stringContaining(`restore prod ${wayBack} `) as string,
    }) as Error,
    reported: [],
  });

  test.each([
    ["went back", [text(1), text(4)], "v1"],
    ["went back twice", [text(1), text(1), text(4), text(3)], "v2"],
    ["was replaced by an unrelated one", [text(1, "two"), text(4)], "v1"],
    ["was replaced by an unrelated one twice", [text(1, "two"), text(1, "two"), text(4)], "v2"],
  ])("that %s is refused, unless it is the accepted one", async (_, texts, wayBack) => {
    expect(await checkHistory(texts)).toEqual(refusal(wayBack));
    expect(await checkHistory(texts, "v0")).toMatchObject({ outcome: { versionId: "v0" }, reported: [] });
    expect(await checkHistory(texts, wayBack)).toEqual(refusal(wayBack));
  });

  test("that was restored over an unrelated one is accepted", async () => {
    expect(await checkHistory([text(4), text(1, "two"), text(4)])).toMatchObject({
      outcome: { versionId: "v0" },
      reported: [],
    });
  });

  test.each([
    ["accepted", [text(3), text(2), text(1), text(11)], "npm run state -- diff prod v3 v0"],
    ["started over", [text(2, "two"), text(1, "two"), text(4)], "npm run state -- diff prod v2 v0"],
  ])("that was changed since it was %s is reported and accepted", async (_, texts, hint) => {
    expect(await checkHistory(texts)).toMatchObject({
      outcome: { versionId: "v0" },
      reported: [expect.stringContaining(hint)],
    });
  });
});
