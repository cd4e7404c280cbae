import { findVersion, listVersions, readVersions } from "../../../src/commands/remote-state/versions";
import { body, fakeS3, s3Error } from "../../support/fake-s3";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const good = JSON.stringify({ version: 4, serial: 1, lineage: "l", terraform_version: "1.13.5", resources: [] });

test("all pages are listed, the newest version first, without those of the lock", async () => {
  const asked: unknown[] = [];
  const client = fakeS3({
    ListObjectVersions: ({ KeyMarker, VersionIdMarker }) => {
      asked.push([KeyMarker, VersionIdMarker]);
      if (KeyMarker === undefined) {
        return {
          IsTruncated: true,
          NextKeyMarker: "k.tfstate",
          NextVersionIdMarker: "v2",
          Versions: [{ Key: "k.tfstate", VersionId: "v2", LastModified: at(2), IsLatest: false, Size: 20 }],
          DeleteMarkers: [{ Key: "k.tfstate", VersionId: "m3", LastModified: at(2), IsLatest: true }],
        };
      }
      return {
        Versions: [
          { Key: "k.tfstate", VersionId: "v1", LastModified: at(1), IsLatest: false, Size: 10 },
          { Key: "k.tfstate.tflock", VersionId: "lock", LastModified: at(9), IsLatest: true, Size: 1 },
        ],
      };
    },
  });
  const versions = await listVersions(client, backend);
  expect(versions.map(({ versionId, isDeleteMarker, size }) => [versionId, isDeleteMarker, size])).toEqual([
    ["m3", true, 0],
    ["v2", false, 20],
    ["v1", false, 10],
  ]);
  expect(asked).toEqual([
    [undefined, undefined],
    ["k.tfstate", "v2"],
  ]);
});

describe("of several versions", () => {
  const versions = ["marker", "bad", "sealed", "good"].map((versionId, position) => ({
    versionId,
    lastModified: at(9 - position),
    isLatest: position === 0,
    isDeleteMarker: versionId === "marker",
    size: 1,
  }));

  test("those that are not a readable state have a reason", async () => {
    const client = fakeS3({
      GetObject: ({ VersionId }) => {
        if (VersionId === "sealed") throw s3Error("KMS.DisabledException", 400);
        return { Body: body(VersionId === "good" ? good : "{") };
      },
    });
    const read = await readVersions(client, backend, versions);
    expect(read.map(({ fault }) => fault)).toEqual([
      "deleted",
      "not a Terraform state",
      "KMS.DisabledException",
      undefined,
    ]);
    expect(read.at(-1)?.state?.serial).toBe(1);
  });

  test("denied access does not invalidate the version", async () => {
    const client = fakeS3({
      GetObject: () => {
        throw s3Error("AccessDenied", 403);
      },
    });
    await expect(readVersions(client, backend, versions)).rejects.toThrow("AccessDenied");
  });

  test("the latest is the newest that is not a delete marker", () => {
    expect(findVersion(versions, "latest", "dev").versionId).toBe("bad");
    expect(() => findVersion(versions, "good", "dev")).not.toThrow();
    expect(() => findVersion(versions, "goo", "dev")).toThrow("there is no version goo of the state of dev");
    expect(() => findVersion([], "latest", "dev")).toThrow("there is no state of dev in S3");
  });
});
