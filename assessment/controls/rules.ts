import type { Rule } from "./rule";
import { absenceRules } from "./rules/absence";
import { backendRules } from "./rules/backend";
import { cloudtrailRules } from "./rules/cloudtrail";
import { iamIdentityRules } from "./rules/iam-identities";
import { iamPolicyRules } from "./rules/iam-policies";
import { instanceRules } from "./rules/instances";
import { kmsRules } from "./rules/kms";
import { logRules } from "./rules/logs";
import { messagingRules } from "./rules/messaging";
import { protectionRules } from "./rules/protection";
import { s3AccessRules } from "./rules/s3-access";
import { s3DataRules } from "./rules/s3-data";
import { stateStoreRules } from "./rules/state-stores";

/** All rules, by service. */
export const rules: readonly Rule[] = [
  ...backendRules,
  ...stateStoreRules,
  ...s3AccessRules,
  ...s3DataRules,
  ...kmsRules,
  ...cloudtrailRules,
  ...logRules,
  ...iamPolicyRules,
  ...iamIdentityRules,
  ...instanceRules,
  ...messagingRules,
  ...protectionRules,
  ...absenceRules,
];
