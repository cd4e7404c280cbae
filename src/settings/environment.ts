import { z } from "zod";
import { imageRegistryOptions } from "../constructs/ecr/image-registry-options";
import { repositories } from "../constructs/ecr/repository-options";
import { vpcOptions } from "../constructs/vpc/vpc-options";
import { accountId, prefixName, regionName, tags } from "../options/fields";
import { type OptionsOf, type ParsedOptions, group } from "../options/schema";
import { clusterSchema } from "./cluster";
import { stateSchema } from "./state";

const networkSchema = group({
  ...vpcOptions.shape,

  /** @default - `["a", "c", "d"]` in ap-northeast-1; required in every other region */
  availabilityZones: vpcOptions.shape.availabilityZones.optional(),
});

/** One environment, which is a stack of the same name. */
export const environmentSchema = group({
  /** Name of the stack, and last part of the prefix of all names in it: `dev` creates the cluster `platform-dev`. */
  name: prefixName,

  /** AWS account, 12 digits in quotes. Credentials of another account are refused. */
  account: accountId,

  /**
   * AWS region of the environment and of its state bucket. A region that is not in `src/settings/regions.ts` causes a
   * warning.
   * @default - `organization.region`
   */
  region: regionName.optional(),

  /**
   * Tags of every resource, in addition to the organization's.
   * @default - none
   */
  tags: tags.default({}),

  /**
   * Terraform state of the environment.
   * @default - the default of each of its settings
   */
  state: stateSchema.prefault({}),

  /**
   * Keys that encrypt logs, volumes and images: AWS managed or customer managed keys. The cluster's secrets are
   * always encrypted under a customer managed key. Under deletion protection, customer managed keys cannot be given up.
   * @default - `customer-managed`
   */
  encryption: z.enum(["aws-managed", "customer-managed"]).default("customer-managed"),

  /** VPC of the environment. */
  network: networkSchema,

  /** EKS cluster of the environment. */
  cluster: clusterSchema,

  /** ECR repositories by name, without the environment's prefix; `{}` for none. */
  repositories,

  /**
   * Settings of the account's whole ECR registry. At most one environment in an account and region can have them.
   * @default - the registry is not changed
   */
  imageRegistry: imageRegistryOptions.optional(),
});

/** One environment, as its file in `environments/` has it. */
export type EnvironmentSettings = OptionsOf<typeof environmentSchema>;

type Parsed = ParsedOptions<typeof environmentSchema>;

/**
 * Validated environment settings with all defaults applied, including those that depend on the region or the
 * organization.
 */
export type Environment = Omit<Parsed, "region" | "network"> & {
  readonly region: string;
  readonly network: Omit<Parsed["network"], "availabilityZones"> & { readonly availabilityZones: readonly string[] };
};
