import { body, type FakeAnswers, fakeS3, s3Error } from "./fake-s3";

interface Version {
  readonly VersionId: string;
  readonly text: string;
  readonly ETag: string;
}

/**
 * One bucket with versioning and conditional writes, as S3 has them.
 *
 * @param faults answers instead of those of S3; each can call S3 first
 */
export function versionedS3(faults: (s3: FakeAnswers) => FakeAnswers = () => ({})) {
  const objects = new Map<string, Version[]>();
  let written = 0;
  const put = (key: string, text: string): string => {
    written += 1;
    const VersionId = `v${written}`;
    objects.set(key, [{ VersionId, text, ETag: `"${VersionId}"` }, ...(objects.get(key) ?? [])]);
    return VersionId;
  };
  const latest = (key: unknown) => objects.get(String(key))?.[0];
  const s3: FakeAnswers = {
    GetObject: ({ Key, VersionId }) => {
      const found = objects.get(String(Key))?.find((one) => VersionId === undefined || one.VersionId === VersionId);
      if (!found) throw s3Error(VersionId === undefined ? "NoSuchKey" : "NoSuchVersion", 404);
      return { ...found, Body: body(found.text) };
    },
    PutObject: ({ Key, Body, IfMatch, IfNoneMatch }) => {
      const present = latest(Key);
      if ((IfNoneMatch && present) || (IfMatch !== undefined && present?.ETag !== IfMatch)) {
        throw s3Error("PreconditionFailed", 412);
      }
      return { VersionId: put(String(Key), String(Body)), ETag: latest(Key)?.ETag };
    },
    DeleteObject: ({ Key, IfMatch }) => {
      if (IfMatch !== undefined && latest(Key)?.ETag !== IfMatch) throw s3Error("PreconditionFailed", 412);
      objects.delete(String(Key));
      return {};
    },
    ListObjectVersions: ({ Prefix }) => ({
      Versions: (objects.get(String(Prefix)) ?? []).map((one, position) => ({
        ...one,
        Key: String(Prefix),
        IsLatest: position === 0,
        LastModified: new Date(Date.UTC(2026, 0, 1)),
      })),
    }),
  };
  return { client: fakeS3({ ...s3, ...faults(s3) }), put, s3 };
}
