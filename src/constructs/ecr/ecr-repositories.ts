import { Construct } from "constructs";
import { EcrRepository, type EcrRepositoryProps } from "./ecr-repository";

/** A repository of the map. Its name and encryption key follow from the map. */
export type RepositoryProps = Omit<EcrRepositoryProps, "repositoryName" | "encryptionKeyArn">;

export interface EcrRepositoriesProps {
  /** Prefix of the repositories' names, for example `platform-dev`: the key `api` becomes `platform-dev/api`. */
  readonly name: string;

  /**
   * The repositories, by the rest of their names. Adding or removing one does not change the others. Keys that differ
   * only in their separators, such as `a/b` and `a-b`, are refused, since both would be `a_b` in Terraform.
   */
  readonly repositories: Readonly<Record<string, RepositoryProps>>;

  /**
   * Customer managed KMS key that encrypts the images of all repositories. A change replaces the repositories, which
   * AWS refuses while they contain images.
   * @default - AES-256 encryption of the registry
   */
  readonly encryptionKeyArn?: string;
}

/** The image repositories of one environment, by the names that its workloads use. */
export class EcrRepositories extends Construct {
  /** The repositories by their keys. */
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
