import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { z } from "zod";
import { roleName } from "../../options/fields";
import { parseOptions } from "../../options/parse-options";
import type { OptionsOf } from "../../options/schema";
import { type ClusterContext, clusterContextFields } from "../eks/cluster/cluster-context";
import { arn } from "./arn";
import { grantPermissions, managedPolicies, type RolePermissions } from "./role-permissions";
import { serviceAccountFields } from "./service-account";

const podIdentityOptions = clusterContextFields.extend({
  ...serviceAccountFields.shape,
  ...managedPolicies.shape,

  /** Name of the role in IAM, at most 64 characters. */
  roleName,

  /**
   * Whether to associate the role with the service account here. Set it to false for an add-on that names the role
   * itself (`pod_identity_association` of `aws_eks_addon`).
   * @default - true
   */
  associate: z.boolean().default(true),
});

export interface PodIdentityRoleProps extends ClusterContext, RolePermissions, OptionsOf<typeof podIdentityOptions> {}

/**
 * AWS permissions for the pods of one service account in one cluster, provided by the EKS Pod Identity agent.
 *
 * The role cannot be assumed for any other cluster, namespace or service account, regardless of existing associations.
 * It relies on the session tags of EKS Pod Identity, which an association must not disable.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * @throws when an option is invalid
 */
export class PodIdentityRole extends Construct {
  /** ARN of the role. */
  readonly roleArn: string;

  /** Name of the role in IAM. */
  readonly roleName: string;

  /**
   * Resources that must exist before a pod can use its permissions: the policies and, if created here, the association.
   */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PodIdentityRoleProps) {
    super(scope, id);
    const { associate: isAssociated } = parseOptions(this, podIdentityOptions, props);

    const role = new IamRole(this, "Resource", {
      name: props.roleName,
      description: `Pods of ${props.namespace}/${props.serviceAccount} in cluster ${props.clusterName}`,
      assumeRolePolicy: trustOfPodIdentity(this, props).json,
    });
    const policies = grantPermissions(this, role, props);
    const association = isAssociated ? [associate(this, props, role, policies)] : [];

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.dependables = [...policies, ...association];
  }
}

function trustOfPodIdentity(scope: Construct, props: PodIdentityRoleProps): DataAwsIamPolicyDocument {
  const { region, accountId, clusterName } = props;
  const clusterArn = arn({ region, accountId }, "eks", `cluster/${clusterName}`);
  return new DataAwsIamPolicyDocument(scope, "trust", {
    statement: [
      {
        sid: "PodIdentityOfOneServiceAccount",
        principals: [{ type: "Service", identifiers: ["pods.eks.amazonaws.com"] }],
        actions: ["sts:AssumeRole", "sts:TagSession"],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] },
          { test: "ArnEquals", variable: "aws:SourceArn", values: [clusterArn] },
          { test: "StringEquals", variable: "aws:RequestTag/kubernetes-namespace", values: [props.namespace] },
          {
            test: "StringEquals",
            variable: "aws:RequestTag/kubernetes-service-account",
            values: [props.serviceAccount],
          },
        ],
      },
    ],
  });
}

function associate(
  scope: Construct,
  props: PodIdentityRoleProps,
  role: IamRole,
  policies: readonly ITerraformDependable[],
): EksPodIdentityAssociation {
  return new EksPodIdentityAssociation(scope, "association", {
    clusterName: props.clusterName,
    namespace: props.namespace,
    serviceAccount: props.serviceAccount,
    roleArn: role.arn,
    dependsOn: [...policies, ...(props.dependsOn ?? [])],
  });
}
