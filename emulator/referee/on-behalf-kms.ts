import type { AccessNeed } from "./access-need";
import { valueAt } from "./parameters";
import type { Context, RecordedCall } from "./recorded-call";

interface KeyUse {
  /** Prefix of the service that calls KMS: `s3`. */
  readonly service: string;

  /**
   * Further condition keys.
   * @default - none
   */
  readonly context?: Context;
}

/**
 * A use of a key by a service with the caller's permissions.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
 */
export function keyUse(call: RecordedCall, name: string, keyArn: string, { service, context }: KeyUse): AccessNeed {
  const facts = call.facts.resources[keyArn];
  return {
    action: `kms:${name}`,
    targets: [{ arn: facts?.arn ?? keyArn, facts }],
    context: {
      "aws:ViaAWSService": "true",
      "kms:ViaService": `${service}.${call.region}.amazonaws.com`,
      ...context,
    },
    onBehalf: true,
    reason: `${service} uses the key`,
  };
}

/**
 * Grants that services take on a key.
 *
 * EKS takes its grant without `kms:GrantIsForAWSResource`, and AWS does not list it among the services of
 * `kms:ViaService`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export function keyNeeds(call: RecordedCall): AccessNeed[] {
  const name = `${call.service}:${call.operation}`;
  if (name === "eks:CreateCluster" || name === "eks:AssociateEncryptionConfig") return grantsOfCluster(call);
  if (name === "ecr:CreateRepository") return grantsOfRepository(call);
  return [];
}

function grantsOfCluster(call: RecordedCall): AccessNeed[] {
  const configurations = (call.parameters.encryptionConfig ?? []) as { provider: { keyArn: string } }[];
  return configurations.flatMap(({ provider: { keyArn } }) =>
    ["DescribeKey", "CreateGrant"].map((action) => ({
      ...keyUse(call, action, keyArn, { service: "eks" }),
      context: { "aws:ViaAWSService": "true" },
      unknownKeys: ["kms:ViaService"],
    })),
  );
}

function grantsOfRepository(call: RecordedCall): AccessNeed[] {
  const key = valueAt(call.parameters, "encryptionConfiguration.kmsKey");
  if (typeof key !== "string") return [];
  return [
    keyUse(call, "DescribeKey", key, { service: "ecr" }),
    keyUse(call, "CreateGrant", key, { service: "ecr", context: { "kms:GrantIsForAWSResource": "true" } }),
  ];
}
