import { z } from "zod";
import { type ClusterSettings, clusterSchema } from "./cluster";
import { accountId, prefixName, regionName, tags } from "../options/fields";
import { type ImageRegistrySettings, imageRegistrySchema } from "./image-registry";
import { type NetworkSettings, networkSchema } from "./network";
import { type RepositorySettings, repositoryKey, repositorySchema } from "./repository";
import { type FieldsOf, type Immutable, group, byName } from "../options/schema";
import { type StateSettings, stateSchema } from "./state";

/** One environment, which is a stack of the same name. */
export interface EnvironmentSettings {
  /** Name of the stack, and last part of the prefix of all names in it: `dev` creates the cluster `platform-dev`. */
  readonly name: string;

  /** AWS account, 12 digits in quotes. Credentials of another account are refused. */
  readonly account: string;

  /**
   * AWS region of the environment and of its state bucket. A region that is not in `src/settings/regions.ts` causes a
   * warning.
   * @default - `organization.region`
   */
  readonly region?: string;

  /**
   * Tags of every resource, in addition to the organization's.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * Terraform state of the environment.
   * @default - the default of each of its settings
   */
  readonly state?: StateSettings;

  /**
   * Keys that encrypt logs, node volumes and images: AWS managed or customer managed keys. The cluster's secrets are
   * always encrypted under a customer managed key.
   * @default - `customer-managed`
   */
  readonly encryption?: "aws-managed" | "customer-managed";

  /** VPC of the environment. */
  readonly network: NetworkSettings;

  /** EKS cluster of the environment. */
  readonly cluster: ClusterSettings;

  /** ECR repositories by name, without the environment's prefix; `{}` for none. */
  readonly repositories: Readonly<Record<string, RepositorySettings>>;

  /**
   * Settings of the account's whole ECR registry. At most one environment in an account and region can have them.
   * @default - the registry is not changed
   */
  readonly imageRegistry?: ImageRegistrySettings;
}

export const environmentSchema = group({
  name: prefixName,
  account: accountId,
  region: regionName.optional(),
  tags: tags.default({}),
  state: stateSchema,
  encryption: z.enum(["aws-managed", "customer-managed"]).default("customer-managed"),
  network: networkSchema,
  cluster: clusterSchema,
  repositories: byName(repositoryKey, repositorySchema),
  imageRegistry: imageRegistrySchema.optional(),
} satisfies FieldsOf<EnvironmentSettings>);

type Parsed = Immutable<z.output<typeof environmentSchema>>;

/**
 * Validated environment settings with all defaults applied, including those that depend on the region or the
 * organization.
 */
export type Environment = Omit<Parsed, "region" | "network"> & {
  readonly region: string;
  readonly network: Omit<Parsed["network"], "availabilityZones"> & { readonly availabilityZones: readonly string[] };
};
