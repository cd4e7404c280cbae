import type { Block } from "../../model/project";
import { valueAt } from "../../model/value";
import { type Rule, ruleOnEach, ruleOnTypes } from "../rule";
import { oneOf, passes, verdictOn, verdictOnSatellites, worst } from "../verdict";
import { isNotForAnyone, policyAt } from "./public-policy";

const type = "aws_kms_key";
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html";

/** Rules on KMS keys. Those on the policies that let identities decrypt are with the rules on IAM. */
export const kmsRules: readonly Rule[] = [
  ruleOnEach({
    id: "kms-key-is-rotated",
    demands: "Each symmetric key gets new key material every year.",
    type,
    see: `${controls}#kms-4`,
    decide: (key) => {
      const spec = valueAt(key, "customer_master_key_spec");
      const usage = valueAt(key, "key_usage");
      const isSymmetric = spec.is !== "known" || spec.value === "SYMMETRIC_DEFAULT";
      const encrypts = usage.is !== "known" || usage.value === "ENCRYPT_DECRYPT";
      if (!isSymmetric || !encrypts) return passes("no symmetric key, and so without automatic rotation");
      return worst([
        verdictOn(key, "enable_key_rotation", oneOf(true)),
        verdictOn(key, "rotation_period_in_days", (days) => Number(days) <= 366, "passes"),
      ]);
    },
  }),
  ruleOnTypes({
    id: "kms-key-is-not-public",
    demands: "No key policy allows anyone, unless a condition narrows it to fixed values.",
    types: [type, "aws_kms_external_key", "aws_kms_replica_external_key", "aws_kms_replica_key"],
    see: "https://docs.aws.amazon.com/config/latest/developerguide/kms-key-policy-no-public-access.html",
    decide: (key, stack) => {
      const none = passes("the default policy, which is the account's");
      const own = isNotForAnyone(policyAt(stack, key), none);
      const decide = (block: Block) => isNotForAnyone(policyAt(stack, block), none);
      return worst([own, verdictOnSatellites(stack, key, "aws_kms_key_policy", decide, own, "key_id")]);
    },
  }),
  ruleOnEach({
    id: "kms-key-deletion-is-delayed",
    demands: "The deletion of a key can be cancelled for 30 days.",
    type,
    see: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    decide: (key) => verdictOn(key, "deletion_window_in_days", oneOf(30), "passes"),
  }),
];
