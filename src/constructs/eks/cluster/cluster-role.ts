import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { arn, managedPolicyArn } from "../../iam/arn";
import { grantPermissions } from "../../iam/role-permissions";

export interface ClusterRoleProps {
  /** Name of the cluster whose control plane uses the role. */
  readonly clusterName: string;

  /** Region of the cluster, for example `ap-northeast-1`. */
  readonly region: string;

  /** Account of the cluster, 12 digits. */
  readonly accountId: string;

  /** Customer managed key that encrypts the cluster's Kubernetes secrets. */
  readonly secretsKeyArn: string;
}

/**
 * The role of the control plane, which only this cluster can use.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export class ClusterRole extends Construct {
  readonly roleArn: string;

  /** The role's policies, which must exist before the cluster and until it is deleted. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ClusterRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: `${props.clusterName}-cluster`,
      description: `Control plane of cluster ${props.clusterName}`,
      assumeRolePolicy: this.trust(props).json,
    });
    this.dependables = grantPermissions(this, role, {
      managedPolicyArns: [managedPolicyArn(props.region, "AmazonEKSClusterPolicy")],
      policies: {
        "secrets-key": [
          {
            sid: "EncryptKubernetesSecrets",
            actions: ["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:ListGrants"],
            resources: [props.secretsKeyArn],
          },
        ],
      },
    });
    this.roleArn = role.arn;
  }

  private trust({ region, accountId, clusterName }: ClusterRoleProps): DataAwsIamPolicyDocument {
    const clusterArn = arn({ region, accountId }, "eks", `cluster/${clusterName}`);
    return new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          sid: "ControlPlaneOfOneCluster",
          principals: [{ type: "Service", identifiers: ["eks.amazonaws.com"] }],
          actions: ["sts:AssumeRole"],
          condition: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] },
            { test: "ArnEquals", variable: "aws:SourceArn", values: [clusterArn] },
          ],
        },
      ],
    });
  }
}
