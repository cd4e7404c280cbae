import { Construct } from "constructs";
import { EcrRepository, type EcrRepositoryProps } from "./ecr-repository";

/** A repository of the map; its name and key follow from the map. */
export type RepositoryProps = Omit<EcrRepositoryProps, "repositoryName" | "encryptionKeyArn">;

export interface EcrRepositoriesProps {
  /** Prefix of the repositories' names, for example `platform-dev`: the key `api` becomes `platform-dev/api`. */
  readonly name: string;

  /**
   * What to create, by the rest of the name: adding or removing one leaves the others as they are. Keys that differ only
   * in their separators, such as `a/b` and `a-b`, are refused, since both would be `a_b` in Terraform.
   */
  readonly repositories: Readonly<Record<string, RepositoryProps>>;

  /**
   * Customer managed KMS key that encrypts the images of all of them. Changing it replaces the repositories, which AWS
   * refuses while there are images in them.
   * @default - the registry's own AES-256 encryption
   */
  readonly encryptionKeyArn?: string;
}

/** The image repositories of one environment, by the name that its workloads know them by. */
export class EcrRepositories extends Construct {
  /** The repositories by their key. */
  readonly repositories: Readonly<Record<string, EcrRepository>>;

  constructor(scope: Construct, id: string, props: EcrRepositoriesProps) {
    super(scope, id);
    requireDistinctKeys(Object.keys(props.repositories));

    this.repositories = Object.fromEntries(
      Object.entries(props.repositories).map(([key, repository]) => [
        key,
        new EcrRepository(this, key, {
          ...repository,
          repositoryName: `${props.name}/${key}`,
          encryptionKeyArn: props.encryptionKeyArn,
        }),
      ]),
    );
  }
}

function requireDistinctKeys(keys: readonly string[]): void {
  const byAddress = new Map<string, string>();
  for (const key of keys) {
    const address = key.replace(/[^A-Za-z0-9]+/g, "_");
    const other = byAddress.get(address);
    if (other !== undefined) {
      throw new Error(
        `repositories must differ in more than separators, got "${other}" and "${key}", both ${address} in Terraform`,
      );
    }
    byAddress.set(address, key);
  }
}
