import { z } from "zod";
import { regionName } from "./fields";
import { type FieldsOf, group, text } from "./schema";
import { type Principals, principals } from "./state-access";

/** Where and how an environment's Terraform state is kept. */
export interface StateSettings {
  /**
   * Object in the environment's bucket.
   * @default - `eks-cluster/terraform.tfstate`
   */
  readonly key?: string;

  /**
   * How the bucket encrypts it: under the organization's customer key, or under S3's own keys.
   * @default - `aws:kms`
   */
  readonly encryption?: "AES256" | "aws:kms";

  /**
   * Who may read and write this environment's state. Only principals of its own keep it apart from others in its account.
   * @default - the organization's `statePrincipals`
   */
  readonly principals?: Principals;

  /**
   * Who reads this environment's state to plan.
   * @default - the organization's `stateAccess.planners`
   */
  readonly planners?: Principals;

  /**
   * Region into which every version of the state is copied, for the day on which its own region is lost.
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
