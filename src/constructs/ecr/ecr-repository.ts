import { DataAwsEcrLifecyclePolicyDocument } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository as AwsEcrRepository, type EcrRepositoryConfig } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { Construct } from "constructs";
import { parseOptions } from "../../options/parse-options";
import { group, ifRead } from "../../options/schema";
import { lifecycleRules } from "./lifecycle-rules";
import { repositoryAccessStatements } from "./repository-access";
import { type RepositoryOptions, refuseLongAccess, repositoryName, repositoryOptions } from "./repository-options";

const ecrRepositoryOptions = group({ ...repositoryOptions.shape, repositoryName }).superRefine(
  refuseLongAccess,
  ifRead("pullers", "pushers"),
);

export interface EcrRepositoryProps extends RepositoryOptions {
  /** Name within the registry, for example `platform-dev/payments/api`. A change replaces the repository. */
  readonly repositoryName: string;

  /**
   * Customer managed KMS key that encrypts the images. A change replaces the repository, which AWS refuses while it
   * contains images.
   * @default - AES-256 encryption of the registry
   */
  readonly encryptionKeyArn?: string;
}

/**
 * A private image repository with immutable tags, whose images are scanned on push and whose unused images expire.
 *
 * @throws when an option is invalid
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
 */
export class EcrRepository extends Construct {
  /** Name within the registry, as a reference to the repository. */
  readonly repositoryName: string;

  /** ARN of the repository. */
  readonly repositoryArn: string;

  /** URL for pushing and pulling images, without a tag. */
  readonly repositoryUrl: string;

  constructor(scope: Construct, id: string, props: EcrRepositoryProps) {
    super(scope, id);
    const options = parseOptions(this, ecrRepositoryOptions, props);
    const accessStatements = repositoryAccessStatements(options);

    const repository = new AwsEcrRepository(this, "Resource", {
      name: options.repositoryName,
      ...tagMutability(options.mutableTagPatterns),
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [
        props.encryptionKeyArn === undefined
          ? { encryptionType: "AES256" }
          : { encryptionType: "KMS", kmsKey: props.encryptionKeyArn },
      ],
      forceDelete: options.forceDelete,
    });
    const rules = new DataAwsEcrLifecyclePolicyDocument(this, "lifecycle-rules", { rule: lifecycleRules(options) });
    new EcrLifecyclePolicy(this, "lifecycle", { repository: repository.name, policy: rules.json });
    if (accessStatements.length > 0) {
      const access = new DataAwsIamPolicyDocument(this, "access-statements", { statement: accessStatements });
      new EcrRepositoryPolicy(this, "access", { repository: repository.name, policy: access.json });
    }

    this.repositoryName = repository.name;
    this.repositoryArn = repository.arn;
    this.repositoryUrl = repository.repositoryUrl;
  }
}

/** Tags are immutable, except those that match the patterns. */
function tagMutability(
  patterns: readonly string[],
): Pick<EcrRepositoryConfig, "imageTagMutability" | "imageTagMutabilityExclusionFilter"> {
  if (patterns.length === 0) return { imageTagMutability: "IMMUTABLE" };
  return {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilter: patterns.map((filter) => ({ filter, filterType: "WILDCARD" })),
  };
}
