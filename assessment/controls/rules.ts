import type { Rule } from "./rule";
import { absenceRules } from "./rules/absence";
import { alertRules } from "./rules/alerts";
import { backendRules } from "./rules/backend";
import { cloudtrailRules } from "./rules/cloudtrail";
import { ecrRules } from "./rules/ecr";
import { eksClusterRules } from "./rules/eks-cluster";
import { eksNodeRules } from "./rules/eks-nodes";
import { endpointRules } from "./rules/endpoints";
import { iamIdentityRules } from "./rules/iam-identities";
import { iamPolicyRules } from "./rules/iam-policies";
import { instanceRules } from "./rules/instances";
import { kmsRules } from "./rules/kms";
import { launchTemplateRules } from "./rules/launch-templates";
import { logRules } from "./rules/logs";
import { messagingRules } from "./rules/messaging";
import { networkRules } from "./rules/network";
import { protectionRules } from "./rules/protection";
import { s3AccessRules } from "./rules/s3-access";
import { s3DataRules } from "./rules/s3-data";
import { s3PolicyRules } from "./rules/s3-policies";
import { securityGroupRules } from "./rules/security-groups";
import { stateStoreRules } from "./rules/state-stores";

/** All rules, by service. */
export const rules: readonly Rule[] = [
  ...backendRules,
  ...stateStoreRules,
  ...s3AccessRules,
  ...s3PolicyRules,
  ...s3DataRules,
  ...kmsRules,
  ...cloudtrailRules,
  ...logRules,
  ...alertRules,
  ...iamPolicyRules,
  ...iamIdentityRules,
  ...instanceRules,
  ...messagingRules,
  ...networkRules,
  ...securityGroupRules,
  ...endpointRules,
  ...launchTemplateRules,
  ...eksClusterRules,
  ...eksNodeRules,
  ...ecrRules,
  ...protectionRules,
  ...absenceRules,
];
