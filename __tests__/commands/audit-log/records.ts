import { parseRecord, type TrailRecord } from "../../../src/commands/audit-log/record";
import type { Target } from "../../../src/commands/audit-log/state-access";

export const account = "123456789012";
export const stateKeyArn = `arn:aws:kms:ap-northeast-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

export const target: Target = {
  bucket: "my-terraform-state-prod",
  key: "eks-cluster/terraform.tfstate",
  kmsKeyArn: stateKeyArn,
};

/** The copy of the state in another region. */
export const replica: Target = {
  bucket: "my-terraform-state-prod-replica",
  key: target.key,
  kmsKeyArn: `arn:aws:kms:ap-northeast-3:${account}:key/9876fedc-98fe-76dc-54ba-9876543210fe`,
};

export const user = {
  type: "IAMUser",
  principalId: "AIDACKCEVSQ6C2EXAMPLE",
  arn: `arn:aws:iam::${account}:user/terraform-user`,
  accountId: account,
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  userName: "terraform-user",
};

export const roleSession = {
  type: "AssumedRole",
  principalId: "AROACKCEVSQ6C2EXAMPLE:alice@example.org",
  arn: `arn:aws:sts::${account}:assumed-role/TerraformExecutionRole/alice@example.org`,
  accountId: account,
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  sessionContext: {
    sessionIssuer: {
      type: "Role",
      principalId: "AROACKCEVSQ6C2EXAMPLE",
      arn: `arn:aws:iam::${account}:role/ci/TerraformExecutionRole`,
      accountId: account,
      userName: "TerraformExecutionRole",
    },
    attributes: { creationDate: "2026-11-20T08:58:00Z", mfaAuthenticated: "false" },
  },
};

export const configService = { type: "AWSService", invokedBy: "config.amazonaws.com" };

const envelope = {
  eventVersion: "1.11",
  eventTime: "2026-11-20T09:12:44Z",
  awsRegion: "ap-northeast-1",
  sourceIPAddress: "203.0.113.64",
  userAgent: "[APN/1.0 HashiCorp/1.0 Terraform/1.13.5 aws-sdk-go-v2/1.39.0]",
  readOnly: true,
  eventType: "AwsApiCall",
  recipientAccountId: account,
};

/** A data event as CloudTrail records it for a read of the state. */
export function getObject(changes: Record<string, unknown> = {}) {
  return {
    ...envelope,
    userIdentity: roleSession,
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    requestParameters: {
      bucketName: target.bucket,
      Host: `${target.bucket}.s3.ap-northeast-1.amazonaws.com`,
      key: target.key,
    },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: "SigV4",
      CipherSuite: "TLS_AES_128_GCM_SHA256",
      bytesTransferredIn: 0,
      AuthenticationMethod: "AuthHeader",
      "x-amz-id-2": "exampleId2",
      bytesTransferredOut: 48_213,
      SSEApplied: "SSE_KMS",
    },
    requestID: "07D681123BD12AED",
    eventID: "cd4f2a10-0000-4000-8000-000000000001",
    resources: [
      { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${target.bucket}/${target.key}` },
      { accountId: account, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${target.bucket}` },
    ],
    managementEvent: false,
    eventCategory: "Data",
    ...changes,
  };
}

/** A management event as CloudTrail records it when S3 decrypts the state for its reader. */
export function decrypt(changes: Record<string, unknown> = {}) {
  return {
    ...envelope,
    userIdentity: { ...roleSession, invokedBy: "s3.amazonaws.com" },
    sourceIPAddress: "s3.amazonaws.com",
    userAgent: "s3.amazonaws.com",
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    requestParameters: {
      encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${target.bucket}` },
      encryptionAlgorithm: "SYMMETRIC_DEFAULT",
    },
    responseElements: null,
    requestID: "0b4e9a1f-0000-4000-8000-000000000002",
    eventID: "cd4f2a10-0000-4000-8000-000000000002",
    resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: stateKeyArn }],
    managementEvent: true,
    eventCategory: "Management",
    ...changes,
  };
}

/** The same reads and decryptions of the copy, and a copy of it to elsewhere. */
export function replicaAccesses() {
  const at = { awsRegion: "ap-northeast-3" };
  const { bucket: bucketName, key, kmsKeyArn } = replica;
  const source = `/${bucketName}/${encodeURIComponent(key)}`;
  const elsewhere = { bucketName: "somewhere-else", key: "stolen", "x-amz-copy-source": source };
  const encryptionContext = { "aws:s3:arn": `arn:aws:s3:::${bucketName}` };
  const resources = [{ ARN: kmsKeyArn }];
  return [
    getObject({ ...at, eventID: "replica-read", requestParameters: { bucketName, key } }),
    getObject({ ...at, eventID: "replica-copy", eventName: "CopyObject", requestParameters: elsewhere }),
    decrypt({ ...at, eventID: "replica-decryption", requestParameters: { encryptionContext }, resources }),
    decrypt({ ...at, eventID: "replica-key", requestParameters: {}, resources }),
  ];
}

/** What the command reads of a record. */
export function parsed(record: object): TrailRecord {
  const found = parseRecord(JSON.stringify(record));
  if (!found) throw new Error("not a record");
  return found;
}
