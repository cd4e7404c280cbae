import { stateAccessIn } from "../../../src/commands/audit-log/state-access";
import { configService, decrypt, getObject, parsed, stateKeyArn, target, user } from "./records";

function accessIn(record: object, of = target) {
  return stateAccessIn(parsed(record), of);
}

describe("a read of the object", () => {
  test("shows the caller, the time, the source address and the object", () => {
    expect(accessIn(getObject())).toEqual({
      eventId: "cd4f2a10-0000-4000-8000-000000000001",
      time: "2026-11-20T09:12:44Z",
      who: expect.objectContaining({ name: "TerraformExecutionRole/alice@example.org" }) as object,
      from: "203.0.113.64",
      userAgent: "[APN/1.0 HashiCorp/1.0 Terraform/1.13.5 aws-sdk-go-v2/1.39.0]",
      action: "s3:GetObject",
      object: "s3://my-terraform-state-prod/eks-cluster/terraform.tfstate",
      key: "SSE_KMS",
      outcome: "ok",
    });
  });

  test("of a noncurrent version names the version", () => {
    const { requestParameters } = getObject();
    const old = getObject({ requestParameters: { ...requestParameters, versionId: "3sL4kqtJlcpXroDTDmJ" } });
    expect(accessIn(old)?.object).toMatch(/terraform.tfstate version 3sL4kqtJlcpXroDTDmJ$/);
  });

  test("that was denied has the error of AWS as its outcome", () => {
    const denied = getObject({ userIdentity: user, errorCode: "AccessDenied", errorMessage: "Access Denied" });
    expect(accessIn(denied)).toMatchObject({ who: { name: "terraform-user" }, outcome: "AccessDenied" });
  });

  test("through a VPC endpoint names the endpoint", () => {
    expect(accessIn(getObject({ sourceIPAddress: "10.20.4.7", vpcEndpointId: "vpce-0a1b2c3d" }))?.from).toBe(
      "10.20.4.7 by vpce-0a1b2c3d",
    );
  });

  test.each(["CopyObject", "UploadPartCopy"])("by %s to another object is a read of its source", (eventName) => {
    const requestParameters = {
      bucketName: "somewhere-else",
      key: "stolen",
      "x-amz-copy-source": "/my-terraform-state-prod/eks-cluster%2Fterraform.tfstate?versionId=v1",
    };
    expect(accessIn(getObject({ eventName, requestParameters }))).toMatchObject({
      action: `s3:${eventName}`,
      object: "s3://my-terraform-state-prod/eks-cluster/terraform.tfstate version v1",
    });
  });

  test.each([
    ["of the lock", { requestParameters: { bucketName: target.bucket, key: `${target.key}.tflock` } }],
    ["of another bucket", { requestParameters: { bucketName: "my-terraform-state-dev", key: target.key } }],
    ["that is a write", { eventName: "PutObject" }],
    ["that is a look at its headers", { eventName: "HeadObject" }],
    ["without parameters", { requestParameters: null }],
    ["that copies onto it", { eventName: "CopyObject" }],
  ])("%s is not an access to the state", (_, changes) => {
    expect(accessIn(getObject(changes))).toBeUndefined();
  });
});

describe("a decryption", () => {
  test("by S3 for a reader shows the reader, S3 and the key; with a bucket key it names only the bucket", () => {
    expect(accessIn(decrypt())).toMatchObject({
      who: { name: "TerraformExecutionRole/alice@example.org", through: "s3.amazonaws.com" },
      from: "s3.amazonaws.com",
      action: "kms:Decrypt",
      object: "s3://my-terraform-state-prod/*",
      key: stateKeyArn,
      outcome: "ok",
    });
  });

  test("without a bucket key names the object, and for another object in the bucket it is not an access to the state", () => {
    const of = (key: string) =>
      decrypt({ requestParameters: { encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${target.bucket}/${key}` } } });
    expect(accessIn(of(target.key))?.object).toBe("s3://my-terraform-state-prod/eks-cluster/terraform.tfstate");
    expect(accessIn(of("bootstrap/terraform.tfstate"))).toBeUndefined();
  });

  test("for another bucket with the same key is not an access to the state", () => {
    const requestParameters = { encryptionContext: { "aws:s3:arn": "arn:aws:s3:::my-terraform-state-stage" } };
    expect(accessIn(decrypt({ requestParameters }))).toBeUndefined();
  });

  test("without S3 is identified by the key alone", () => {
    const direct = decrypt({ userIdentity: user, sourceIPAddress: "198.51.100.7", requestParameters: {} });
    expect(accessIn(direct)).toMatchObject({
      who: { name: "terraform-user" },
      from: "198.51.100.7",
      object: "no S3 object specified",
      key: stateKeyArn,
    });
  });

  test("that was denied has no resources and is identified by the key in its message", () => {
    const denied = decrypt({
      userIdentity: user,
      requestParameters: null,
      resources: null,
      errorCode: "AccessDenied",
      errorMessage: `User: ${user.arn} is not authorized to perform: kms:Decrypt on resource: ${stateKeyArn} because no resource-based policy allows the kms:Decrypt action`,
    });
    expect(accessIn(denied)).toMatchObject({ outcome: "AccessDenied", key: stateKeyArn });
  });

  test.each([
    ["with another key", { requestParameters: {}, resources: [{ ARN: stateKeyArn.replace("1234abcd", "ffffffff") }] }],
    [
      "of another service's data",
      { userIdentity: configService, requestParameters: { encryptionContext: {} }, resources: [] },
    ],
    ["that is another call", { eventName: "GenerateDataKey" }],
  ])("%s is not an access to the state", (_, changes) => {
    expect(accessIn(decrypt(changes))).toBeUndefined();
  });

  test("is identified by the bucket alone if no key of the account encrypts the state", () => {
    const { bucket, key } = target;
    expect(accessIn(decrypt(), { bucket, key })).toMatchObject({ key: stateKeyArn });
    expect(accessIn(decrypt({ requestParameters: {} }), { bucket, key })).toBeUndefined();
  });
});

test("records of other services are not accesses to the state", () => {
  expect(accessIn(getObject({ eventSource: "s3tables.amazonaws.com" }))).toBeUndefined();
});
