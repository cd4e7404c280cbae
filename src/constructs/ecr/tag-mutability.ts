import type { EcrRepositoryConfig } from "@cdktf/provider-aws/lib/ecr-repository";

type TagMutability = Pick<EcrRepositoryConfig, "imageTagMutability" | "imageTagMutabilityExclusionFilter">;

/** Tags are immutable, except those that match the patterns. */
export function tagMutability(mutableTagPatterns: readonly string[] = []): TagMutability {
  if (mutableTagPatterns.length === 0) return { imageTagMutability: "IMMUTABLE" };
  if (mutableTagPatterns.length > 5) {
    throw new Error(`mutableTagPatterns must be at most 5, got ${mutableTagPatterns.length}`);
  }
  mutableTagPatterns.forEach(requireTagPattern);
  return {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilter: mutableTagPatterns.map((filter) => ({ filter, filterType: "WILDCARD" })),
  };
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html */
function requireTagPattern(pattern: string): void {
  const wildcards = pattern.split("*").length - 1;
  if (!/^[\w.*-]{1,128}$/.test(pattern) || wildcards > 2) {
    throw new Error(
      `mutableTagPatterns must be letters, digits, ".", "_" and "-" with at most two "*", got "${pattern}"`,
    );
  }
  if (wildcards === pattern.length) {
    throw new Error(`mutableTagPatterns must leave some tags immutable, got "${pattern}", which matches every tag`);
  }
}
