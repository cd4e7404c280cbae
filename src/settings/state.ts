import { z } from "zod";
import { regionName } from "../options/fields";
import { type FieldsOf, group, text } from "../options/schema";
import { type Principals, principals } from "./state-access";

/** The Terraform state, in its own bucket. */
export interface StateSettings {
  /**
   * Key of the state object in the environment's bucket.
   * @default - `eks-cluster/terraform.tfstate`
   */
  readonly key?: string;

  /**
   * Encryption of the bucket: `aws:kms` under the organization's KMS key, `AES256` under S3 managed keys.
   * @default - `aws:kms`
   */
  readonly encryption?: "AES256" | "aws:kms";

  /**
   * Principals that can read and write this environment's state. To isolate it from the states of other environments in
   * its account, name principals that no other environment has.
   * @default - `organization.statePrincipals`
   */
  readonly principals?: Principals;

  /**
   * Principals that read this environment's state to plan.
   * @default - `organization.stateAccess.planners`
   */
  readonly planners?: Principals;

  /**
   * Region to which every version of the state is copied, in case its own region is lost.
   * @default - the state is not copied
   */
  readonly replicaRegion?: string;
}

/** S3 allows 1024 bytes, of which the lock object's `.tflock` takes seven. */
export const stateKey = text(
  /^(?!\/)(?!.*\/\/)(?!.*(\/|\.tflock)$)[\w!.*'()/-]{1,1017}$/,
  'a path such as "eks-cluster/terraform.tfstate", of letters, digits and !-_.*\'()/, not beginning or ending with "/" and not ending with .tflock',
);

export const stateSchema = group({
  key: stateKey.default("eks-cluster/terraform.tfstate"),
  encryption: z.enum(["AES256", "aws:kms"]).default("aws:kms"),
  principals: principals.optional(),
  planners: principals.optional(),
  replicaRegion: regionName.optional(),
} satisfies FieldsOf<StateSettings>).prefault({});
