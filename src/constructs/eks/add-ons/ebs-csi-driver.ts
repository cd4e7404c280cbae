import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { arn, managedPolicyArn } from "../../iam/arn";
import type { ClusterContext } from "../cluster/cluster-context";
import type { AddOnRole } from "./add-on";

/**
 * Permissions of the EBS CSI driver in one cluster. AWS's cluster-scoped policy admits the volumes and snapshots that
 * the driver has tagged with the cluster's name, which EKS Pod Identity also sets as a session tag, and the instances of
 * the cluster's node groups; other instances need the tag `ebs.csi.aws.com/cluster-name`.
 *
 * The driver encrypts a volume only if its StorageClass requests it, so the creation of unencrypted volumes is denied.
 *
 * @param volumeEncryptionKeyArn customer managed key that StorageClasses name, if any
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverEKSClusterScopedPolicy.html
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918
 */
export function ebsCsiDriverRole(cluster: ClusterContext, volumeEncryptionKeyArn: string | undefined): AddOnRole {
  return {
    roleName: `${cluster.clusterName}-ebs-csi`,
    serviceAccount: "ebs-csi-controller-sa",
    managedPolicyArns: [managedPolicyArn(cluster.region, "AmazonEBSCSIDriverEKSClusterScopedPolicy")],
    policies: {
      encryption: [
        {
          sid: "CreateNoUnencryptedVolume",
          effect: "Deny",
          actions: ["ec2:CopyVolumes", "ec2:CreateVolume"],
          resources: [arn(cluster, "ec2", "volume/*")],
          condition: [{ test: "Bool", variable: "ec2:Encrypted", values: ["false"] }],
        },
      ],
      ...(volumeEncryptionKeyArn && { "volume-key": useOfVolumeKey(volumeEncryptionKeyArn) }),
    },
  };
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html */
function useOfVolumeKey(keyArn: string): DataAwsIamPolicyDocumentStatement[] {
  return [
    {
      sid: "EncryptVolumes",
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      resources: [keyArn],
    },
    {
      sid: "LetEbsUseTheKey",
      actions: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      resources: [keyArn],
      condition: [{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
    },
  ];
}

/** A manifest that `kubectl apply` accepts. */
export type StorageClass = Readonly<Record<string, unknown>>;

/**
 * The default StorageClass: encrypted gp3 volumes in the zone of the pod. EKS creates no default class from Kubernetes
 * 1.30, and that of the driver's add-on encrypts nothing.
 *
 * @param volumeEncryptionKeyArn key of the volumes; without one, the AWS managed key for EBS encrypts them
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
 */
export function encryptedStorageClass(volumeEncryptionKeyArn: string | undefined): StorageClass {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name: "encrypted-gp3",
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "ebs.csi.aws.com",
    parameters: {
      type: "gp3",
      encrypted: "true",
      ...(volumeEncryptionKeyArn && { kmsKeyId: volumeEncryptionKeyArn }),
    },
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  };
}
