/** Records as CloudTrail writes and EventBridge delivers them, reduced to what patterns and messages use. */

const account = "123456789012";
const region = "ap-northeast-1";

export type Identity = Record<string, unknown>;

export const user = (name: string): Identity => ({
  type: "IAMUser",
  principalId: "AIDAEXAMPLE",
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
  accessKeyId: "AKIAEXAMPLE",
  userName: name.split("/").at(-1),
});

/** @param role with its path; the session's own ARN does not have it */
export const session = (role: string, more: Identity = {}): Identity => ({
  type: "AssumedRole",
  principalId: "AROAEXAMPLE:unlisted",
  arn: `arn:aws:sts::${account}:assumed-role/${role.split("/").at(-1) ?? ""}/unlisted`,
  accountId: account,
  accessKeyId: "ASIAEXAMPLE",
  sessionContext: {
    sessionIssuer: {
      type: "Role",
      principalId: "AROAEXAMPLE",
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role.split("/").at(-1),
    },
    attributes: { creationDate: "2026-03-01T09:00:00Z", mfaAuthenticated: "false" },
  },
  ...more,
});

export const rootUser: Identity = {
  type: "Root",
  principalId: account,
  arn: `arn:aws:iam::${account}:root`,
  accountId: account,
  accessKeyId: "ASIAEXAMPLE",
};

/** In the bucket's account, the record of a caller from another account has no ARN. */
export const otherAccount: Identity = {
  type: "AWSAccount",
  principalId: "AROAOTHER:unlisted",
  accountId: "210987654321",
};

export const anonymous: Identity = { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };

export const service: Identity = { type: "AWSService", invokedBy: "s3.amazonaws.com" };

interface Call {
  readonly who: Identity;
  readonly eventName: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters?: Record<string, unknown> | null;
  readonly resources?: readonly Record<string, unknown>[];
  readonly readOnly?: boolean;
  readonly managementEvent?: boolean;
  readonly sourceIPAddress?: string;
}

function record(source: string, call: Call) {
  const { who, ...fields } = call;
  return {
    version: "0",
    id: "6f87d04b-9f74-4f04-a780-7acf4b0a9b38",
    "detail-type": "AWS API Call via CloudTrail",
    source,
    account,
    time: "2026-03-01T10:00:00Z",
    region,
    resources: [],
    detail: {
      eventVersion: "1.11",
      userIdentity: who,
      eventTime: "2026-03-01T10:00:00Z",
      eventSource: `${source.replace("aws.", "")}.amazonaws.com`,
      awsRegion: region,
      sourceIPAddress: "203.0.113.7",
      userAgent: "[aws-cli/2.17]",
      requestID: "EXAMPLE",
      eventID: "7d1d9f3e-3b1f-4a53-8a8c-1e5e0c6e0f11",
      eventType: "AwsApiCall",
      recipientAccountId: account,
      ...fields,
    },
  };
}

/** A call for an object, which CloudTrail records as a data event. */
export function objectCall(bucket: string, key: string, call: Call) {
  return record("aws.s3", {
    readOnly: /^(Get|Head|List)/.test(call.eventName),
    managementEvent: false,
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.${region}.amazonaws.com`, key },
    resources: [
      { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: account, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}` },
    ],
    ...call,
  });
}

/** A call for objects that the record does not name: listing them, or deleting many at once. */
export function objectsCall(bucket: string, call: Call) {
  return record("aws.s3", {
    readOnly: call.eventName !== "DeleteObjects",
    managementEvent: false,
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.${region}.amazonaws.com` },
    resources: [
      { type: "AWS::S3::Object", ARNPrefix: `arn:aws:s3:::${bucket}/` },
      { accountId: account, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}` },
    ],
    ...call,
  });
}

export function bucketCall(bucket: string, call: Call) {
  return record("aws.s3", {
    managementEvent: true,
    requestParameters: { bucketName: bucket, Host: `s3.${region}.amazonaws.com` },
    resources: [{ accountId: account, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}` }],
    ...call,
  });
}

export function keyCall(keyArn: string, call: Call & { readonly aliasArn?: string }) {
  const { aliasArn, ...others } = call;
  return record("aws.kms", {
    managementEvent: true,
    readOnly: ["Decrypt", "GenerateDataKey", "DescribeKey"].includes(call.eventName),
    resources: [
      ...(aliasArn ? [{ accountId: account, type: "AWS::KMS::Alias", ARN: aliasArn }] : []),
      { accountId: account, type: "AWS::KMS::Key", ARN: keyArn },
    ],
    ...others,
  });
}

/**
 * The record of a request that KMS refuses has neither parameters nor resources.
 *
 * @param resource the key, or the alias that was to be changed; a key that was called by an alias is named itself
 */
export function refusedKeyCall(resource: string, call: Call & { readonly because?: string }) {
  const { because, ...others } = call;
  const action = `kms:${call.eventName}`;
  const reason = because ?? ` because no resource-based policy allows the ${action} action`;
  return record("aws.kms", {
    managementEvent: true,
    readOnly: ["Decrypt", "GenerateDataKey"].includes(call.eventName),
    errorCode: "AccessDenied",
    errorMessage: `User: ${String(call.who.arn)} is not authorized to perform: ${action} on resource: ${resource}${reason}`,
    requestParameters: null,
    ...others,
  });
}

/** A request of S3 to KMS on behalf of a principal: the source address is that of AWS. */
export const throughS3 = { sourceIPAddress: "AWS Internal" };

export function trailCall(call: Call) {
  return record("aws.cloudtrail", { managementEvent: true, readOnly: false, ...call });
}

export function eventsCall(call: Call) {
  return record("aws.events", { managementEvent: true, readOnly: false, ...call });
}

export function topicsCall(call: Call) {
  return record("aws.sns", { managementEvent: true, readOnly: /^(Get|List)/.test(call.eventName), ...call });
}

export function logsCall(call: Call) {
  return record("aws.logs", { managementEvent: true, readOnly: false, ...call });
}

/** IAM serves all regions from one, and its records name that region. */
export function identityCall(call: Call) {
  return record("aws.iam", { managementEvent: true, readOnly: /^(Get|List)/.test(call.eventName), ...call });
}
