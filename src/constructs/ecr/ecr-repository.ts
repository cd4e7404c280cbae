import { DataAwsEcrLifecyclePolicyDocument } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository as AwsEcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { Construct } from "constructs";
import { lifecycleRules, type LifecycleRulesProps } from "./lifecycle-rules";
import { repositoryAccessStatements, type RepositoryAccessProps } from "./repository-access";
import { tagMutability } from "./tag-mutability";

export interface EcrRepositoryProps extends LifecycleRulesProps, RepositoryAccessProps {
  /** Name within the registry, for example `platform-dev/payments/api`. A change replaces the repository. */
  readonly repositoryName: string;

  /**
   * Mutable tags, in which `*` matches any characters, for example `latest` or `branch-*`; at most five. Requires
   * provider 6 or later.
   * @default - all tags are immutable
   */
  readonly mutableTagPatterns?: readonly string[];

  /**
   * Customer managed KMS key that encrypts the images. A change replaces the repository, which AWS refuses while it
   * contains images.
   * @default - AES-256 encryption of the registry
   */
  readonly encryptionKeyArn?: string;

  /**
   * Whether deleting the repository also deletes the images in it.
   * @default - false: AWS refuses to delete a repository that contains images
   */
  readonly forceDelete?: boolean;
}

/**
 * A private image repository with immutable tags, whose images are scanned on push and whose unused images expire.
 *
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
    requireRepositoryName(props.repositoryName);
    const accessStatements = repositoryAccessStatements(props);

    const repository = new AwsEcrRepository(this, "Resource", {
      name: props.repositoryName,
      ...tagMutability(props.mutableTagPatterns),
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [
        props.encryptionKeyArn === undefined
          ? { encryptionType: "AES256" }
          : { encryptionType: "KMS", kmsKey: props.encryptionKeyArn },
      ],
      forceDelete: props.forceDelete ?? false,
    });
    const rules = new DataAwsEcrLifecyclePolicyDocument(this, "lifecycle-rules", { rule: lifecycleRules(props) });
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

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
function requireRepositoryName(name: string): void {
  const part = "[a-z0-9]+([._-][a-z0-9]+)*";
  if (name.length < 2 || name.length > 256 || !new RegExp(`^${part}(/${part})*$`).test(name)) {
    throw new Error(
      "repositoryName must be 2 to 256 lower case letters and digits, " +
        `with single separators ".", "_", "-" or "/" between them, got "${name}"`,
    );
  }
}
