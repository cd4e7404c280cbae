import type { AddOnVersions } from "../../../../src/constructs/eks/add-ons/add-on-options";
import { encryptedStorageClass } from "../../../../src/constructs/eks/add-ons/ebs-csi-driver";
import { calls, decisionsByIdentity } from "../../../support/identity-policies";
import { administratorAccess, expectedDecisions } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { synthesizeCluster } from "../cluster/cluster-fixture";

const driver = "cluster_addon_aws_ebs_csi_driver";
const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/volumes";
const volume = "arn:aws:ec2:ap-northeast-1:123456789012:volume/*";

describe("the role of the EBS CSI driver", () => {
  const stack = synthesizeCluster();

  test("is given by Pod Identity, whose session tags name the cluster", () => {
    const association = stack.at(`aws_eks_pod_identity_association.${driver}_role_association`);
    expect(association).toMatchObject({
      namespace: "kube-system",
      service_account: "ebs-csi-controller-sa",
      role_arn: `\${aws_iam_role.${driver}_role.arn}`,
    });
    expect(association).not.toHaveProperty("disable_session_tags");
    const trust = policyDocument(stack, `aws_iam_role.${driver}_role.assume_role_policy`);
    expect(trust.Statement.flatMap(({ Action }) => Action ?? [])).toContain("sts:TagSession");
  });

  test.each([
    ["ap-northeast-1", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("is scoped to one cluster, and has no broader policy besides, in %s", (region, partition) => {
    const attached = Object.values(synthesizeCluster({ region }).blocks("aws_iam_role_policy_attachment"))
      .filter(({ role }) => role === `\${aws_iam_role.${driver}_role.name}`)
      .map(({ policy_arn }) => String(policy_arn));
    expect(attached).toEqual([`arn:${partition}:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy`]);
  });

  test("creates no unencrypted volume, even if another policy allows everything", async () => {
    const encryption = policyDocument(stack, `aws_iam_role_policy.${driver}_role_encryption.policy`);
    const caller = {
      principal: "arn:aws:iam::123456789012:role/platform-dev-ebs-csi",
      identityPolicies: [administratorAccess, encryption],
      resourceAccount: "123456789012",
    };
    const cases = [
      ...calls(caller, "Allowed", [
        ["ec2:CreateVolume", volume, { "ec2:Encrypted": "true" }],
        ["ec2:CopyVolumes", volume, { "ec2:Encrypted": "true" }],
        ["ec2:AttachVolume", volume, { "ec2:Encrypted": "false" }],
        ["ec2:DeleteVolume", volume, { "ec2:Encrypted": "false" }],
      ]),
      ...calls(caller, "ExplicitlyDenied", [
        ["ec2:CreateVolume", volume, { "ec2:Encrypted": "false" }],
        ["ec2:CopyVolumes", volume, { "ec2:Encrypted": "false" }],
      ]),
    ];
    expect(await decisionsByIdentity(cases)).toEqual(expectedDecisions(cases));
  });

  test("has the name that keys for volumes admit", () => {
    expect(stack.at(`aws_iam_role.${driver}_role`).name).toBe("platform-dev-ebs-csi");
  });

  test("can encrypt volumes with the customer managed key, and grant it only to EBS", () => {
    const { statement } = synthesizeCluster({ volumeEncryptionKeyArn: keyArn }).at(
      `data.aws_iam_policy_document.${driver}_role_volume_key_policy`,
    );
    expect(statement).toEqual([
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
    ]);
  });
});

describe("the version of the EBS CSI driver", () => {
  const versionOf = (addonVersions: AddOnVersions) => synthesizeCluster({ addonVersions });

  test.each<AddOnVersions>(["default", "latest"])("that AWS returns for %s must be late enough", (versions) => {
    expect(versionOf(versions).at(`data.aws_eks_addon_version.${driver}_version`).lifecycle).toEqual({
      postcondition: [
        {
          condition: '${tonumber(split(".", self.version)[1]) >= 58}',
          error_message:
            'addonVersions: aws-ebs-csi-driver must have version v1.58.0 or later: set "latest", or such a version.',
        },
      ],
    });
  });

  test("is the only one with a condition", () => {
    const conditions = Object.entries(versionOf("latest").blocks("data.aws_eks_addon_version"))
      .filter(([, { lifecycle }]) => lifecycle !== undefined)
      .map(([id]) => id);
    expect(conditions).toEqual([`${driver}_version`]);
  });

  test("needs no lookup if it is exact", () => {
    const stack = versionOf({ "aws-ebs-csi-driver": "v1.58.0-eksbuild.1" });
    expect(stack.at(`aws_eks_addon.${driver}`).addon_version).toBe("v1.58.0-eksbuild.1");
    expect(stack.ids("data.aws_eks_addon_version")).not.toContain(`${driver}_version`);
  });
});

describe("the StorageClass", () => {
  test("is the default, and encrypts volumes under the key of the environment", () => {
    expect(encryptedStorageClass(keyArn)).toEqual({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: "encrypted-gp3",
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: keyArn },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    });
  });

  test("encrypts volumes under the AWS managed key if the environment has none", () => {
    expect(encryptedStorageClass(undefined).parameters).toEqual({ type: "gp3", encrypted: "true" });
  });
});
