import { z } from "zod";
import { type ClusterSettings, clusterSchema } from "./cluster";
import { accountId, prefixName, regionName, tags } from "./fields";
import { type ImageRegistrySettings, imageRegistrySchema } from "./image-registry";
import { type NetworkSettings, networkSchema } from "./network";
import { type RepositorySettings, repositoryKey, repositorySchema } from "./repository";
import { type FieldsOf, type Immutable, group, byName } from "./schema";
import { type StateSettings, stateSchema } from "./state";

/** One environment, which is one stack of the same name. */
export interface EnvironmentSettings {
  /** Name of the stack and last part of the prefix of everything in it: `dev` makes a cluster `platform-dev`. */
  readonly name: string;

  /** AWS account, 12 digits in quotes. Credentials of another account are refused. */
  readonly account: string;

  /**
   * AWS region of the environment and of its state bucket. There is a warning when it is not in `src/settings/regions.ts`.
   * @default - `organization.region`
   */
  readonly region?: string;

  /**
   * Tags of every resource, besides the organization's.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * Terraform state of the environment.
   * @default - as each of its settings says
   */
  readonly state?: StateSettings;

  /**
   * Keys that encrypt logs, node volumes and images: AWS's own, or customer managed ones. The cluster's secrets are
   * always under a customer managed key.
   * @default - `customer-managed`
   */
  readonly encryption?: "aws-managed" | "customer-managed";

  /** VPC of the environment. */
  readonly network: NetworkSettings;

  /** EKS cluster of the environment. */
  readonly cluster: ClusterSettings;

  /** ECR repositories by name without the environment's prefix; `{}` for none. */
  readonly repositories: Readonly<Record<string, RepositorySettings>>;

  /**
   * Settings of the account's whole ECR registry, which one environment at most can have in an account and region.
   * @default - the registry is left as it is
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

/** Environment settings that were validated: defaults applied, those that follow the region or organization too. */
export type Environment = Omit<Parsed, "region" | "network"> & {
  readonly region: string;
  readonly network: Omit<Parsed["network"], "availabilityZones"> & { readonly availabilityZones: readonly string[] };
};
