import { identityOf, type Identity } from "./identity";
import type { TrailRecord } from "./record";

/** The state whose accesses are searched. */
export interface Target {
  readonly bucket: string;
  readonly key: string;

  /**
   * ARN of the key that encrypts it.
   * @default - encrypted with a key that S3 manages, whose use is not recorded
   */
  readonly kmsKeyArn?: string;
}

/** One read or decryption of the state, successful or not. */
export interface StateAccessEvent {
  readonly eventId: string;
  readonly time: string;
  readonly who: Identity;

  /** IP address of the caller, or the service that called on its behalf. */
  readonly from: string;
  readonly userAgent?: string;
  readonly action: string;

  /** The object that was read, with its version if one was requested. */
  readonly object: string;

  /** ARN of the key that decrypted it, or the encryption that S3 reports for the object. */
  readonly key?: string;

  /** `ok`, or AWS's error. */
  readonly outcome: string;
}

const readingActions = new Set(["GetObject", "GetObjectTorrent", "SelectObjectContent"]);
const copyingActions = new Set(["CopyObject", "UploadPartCopy"]);

/** The access to the state that a record describes; undefined if the record is about something else. */
export function stateAccessIn(record: TrailRecord, target: Target): StateAccessEvent | undefined {
  if (record.eventSource === "s3.amazonaws.com") return objectRead(record, target);
  if (record.eventSource === "kms.amazonaws.com" && record.eventName === "Decrypt") return decryption(record, target);
  return undefined;
}

function objectRead(record: TrailRecord, target: Target): StateAccessEvent | undefined {
  const source = copyingActions.has(record.eventName)
    ? copySource(parameter(record, "x-amz-copy-source"))
    : readingActions.has(record.eventName)
      ? {
          path: `${text(parameter(record, "bucketName"))}/${text(parameter(record, "key"))}`,
          version: text(parameter(record, "versionId")),
        }
      : undefined;
  if (source?.path !== `${target.bucket}/${target.key}`) return undefined;
  const encryption = record.additionalEventData?.SSEApplied;
  return {
    ...common(record),
    object: `s3://${source.path}${source.version ? ` version ${source.version}` : ""}`,
    ...(encryption === undefined ? {} : { key: encryption }),
  };
}

/** `<bucket>/<key>?versionId=<id>`, percent-encoded, with or without a leading slash. */
function copySource(header: unknown): { path: string; version: string } {
  const [path = "", version = ""] = text(header).replace(/^\//, "").split("?versionId=");
  return { path: decoded(path), version };
}

/**
 * S3 calls KMS to decrypt an object on behalf of its reader. Its encryption context names the object or, with bucket
 * keys, only the bucket. A principal that uses the key directly can set any encryption context.
 */
function decryption(record: TrailRecord, target: Target): StateAccessEvent | undefined {
  const context = encryptionContext(record)["aws:s3:arn"]?.split(":::")[1];
  const key = keyOf(record, target);
  const ofState = context === undefined ? key !== undefined && key === target.kmsKeyArn : isState(context, target);
  if (!ofState) return undefined;
  return {
    ...common(record),
    object:
      context === undefined ? "no S3 object specified" : `s3://${context}${context === target.bucket ? "/*" : ""}`,
    ...(key === undefined ? {} : { key }),
  };
}

function isState(context: string, { bucket, key }: Target): boolean {
  return context === bucket || context === `${bucket}/${key}`;
}

/** The record of a denied call has no resources; the error message contains the key. */
function keyOf(record: TrailRecord, { kmsKeyArn }: Target): string | undefined {
  const resource = record.resources?.find(({ ARN }) => ARN?.includes(":key/"))?.ARN;
  const asked = text(parameter(record, "keyId"));
  if (resource !== undefined) return resource;
  if (kmsKeyArn === undefined) return asked || undefined;
  const named = record.errorMessage?.includes(kmsKeyArn) === true || (asked !== "" && kmsKeyArn.endsWith(asked));
  return named ? kmsKeyArn : asked || undefined;
}

function encryptionContext(record: TrailRecord): Readonly<Record<string, string>> {
  const context = parameter(record, "encryptionContext");
  return typeof context === "object" && context !== null ? (context as Record<string, string>) : {};
}

function common(record: TrailRecord) {
  const { eventID, eventTime, eventSource, eventName, sourceIPAddress, vpcEndpointId, userAgent, errorCode } = record;
  return {
    eventId: eventID,
    time: eventTime,
    who: identityOf(record.userIdentity),
    from: `${sourceIPAddress ?? "unknown"}${vpcEndpointId === undefined ? "" : ` by ${vpcEndpointId}`}`,
    ...(userAgent === undefined ? {} : { userAgent }),
    action: `${eventSource.split(".")[0] ?? ""}:${eventName}`,
    outcome: errorCode ?? "ok",
  };
}

/** A request parameter by its API name, whose first letter is upper case in some records. */
function parameter({ requestParameters }: TrailRecord, name: string): unknown {
  return requestParameters?.[name] ?? requestParameters?.[name.charAt(0).toUpperCase() + name.slice(1)];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
