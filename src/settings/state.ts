import { z } from "zod";
import { principals } from "../constructs/state/access/principal-options";
import { stateKey } from "../constructs/state/store/state-options";
import { regionName } from "../options/fields";
import { group } from "../options/schema";

/** The Terraform state, in its own bucket. */
export const stateSchema = group({
  /**
   * Key of the state object in the environment's bucket.
   * @default - `eks-cluster/terraform.tfstate`
   */
  key: stateKey.default("eks-cluster/terraform.tfstate"),

  /**
   * Encryption of the bucket: `aws:kms` under the organization's KMS key, `AES256` under S3 managed keys.
   * @default - `aws:kms`
   */
  encryption: z.enum(["AES256", "aws:kms"]).default("aws:kms"),

  /**
   * Principals that can read and write this environment's state. To isolate it from the states of other environments in
   * its account, name principals that no other environment has.
   * @default - `organization.statePrincipals`
   */
  principals: principals.optional(),

  /**
   * Principals that read this environment's state to plan.
   * @default - `organization.stateAccess.planners`
   */
  planners: principals.optional(),

  /**
   * Region to which every version of the state is copied, in case its own region is lost.
   * @default - the state is not copied
   */
  replicaRegion: regionName.optional(),
});
