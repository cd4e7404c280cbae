import { Construct } from "constructs";
import { assertNoFaults, parseOptions } from "../../options/parse-options";
import { group } from "../../options/schema";
import { EcrRepository } from "./ecr-repository";
import { type RepositoryOptions, refuseLongRepositoryNames, repositories, repositoryPath } from "./repository-options";

const ecrRepositoriesOptions = group({ name: repositoryPath, repositories });

export interface EcrRepositoriesProps {
  /** Prefix of the repositories' names, for example `platform-dev`: the key `api` becomes `platform-dev/api`. */
  readonly name: string;

  /**
   * The repositories, by the rest of their names. Adding or removing one does not change the others. Keys that differ
   * only in their separators, such as `a/b` and `a-b`, are refused, since both would be `a_b` in Terraform.
   */
  readonly repositories: Readonly<Record<string, RepositoryOptions>>;

  /**
   * Customer managed KMS key that encrypts the images of all repositories. A change replaces the repositories, which
   * AWS refuses while they contain images.
   * @default - AES-256 encryption of the registry
   */
  readonly encryptionKeyArn?: string;
}

/**
 * The image repositories of one environment, by the names that its workloads use.
 *
 * @throws when an option is invalid
 */
export class EcrRepositories extends Construct {
  /** The repositories by their keys. */
  readonly repositories: Readonly<Record<string, EcrRepository>>;

  constructor(scope: Construct, id: string, props: EcrRepositoriesProps) {
    super(scope, id);
    const options = parseOptions(this, ecrRepositoriesOptions, props);
    assertNoFaults(this, refuseLongRepositoryNames(options.name, Object.keys(options.repositories)));

    this.repositories = Object.fromEntries(
      Object.entries(options.repositories).map(([key, repository]) => [
        key,
        new EcrRepository(this, key, {
          ...repository,
          repositoryName: `${options.name}/${key}`,
          encryptionKeyArn: props.encryptionKeyArn,
        }),
      ]),
    );
  }
}
