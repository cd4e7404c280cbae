import type { AccessNeed } from "./access-need";
import type { RecordedCall } from "./recorded-call";

/**
 * A pull from a repository that does not exist is the first one through a cache: ECR creates the repository and imports
 * the image with the caller's permissions.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export function cacheNeeds({ service, operation, parameters, facts }: RecordedCall): AccessNeed[] {
  const isPull = service === "ecr" && operation === "BatchGetImage";
  if (!isPull || facts.resources[String(parameters.repositoryName)] !== undefined) return [];
  return ["BatchImportUpstreamImage", "CreateRepository"].map((name) => ({
    action: `ecr:${name}`,
    onBehalf: true,
    reason: "the first pull through a cache",
  }));
}
