import { ECRClient, ListImagesCommand, RepositoryNotFoundException } from "@aws-sdk/client-ecr";
import { answered, withAws } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { CommandError } from "../cli/command-error";
import type { PlanReview } from "./subject";

type PlannedDeletions = Pick<PlanReview, "backend" | "plan">;

/**
 * Refuses to destroy repositories that contain images and that ECR deletes only when they are empty: Terraform would
 * fail after other resources are destroyed.
 *
 * @throws CommandError that names the repositories, and the setting to change
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html
 */
export async function checkRepositories({ backend, plan }: PlannedDeletions): Promise<void> {
  const client = new ECRClient(clientOptions(backend.region));
  const kept = plan.deletions.filter(
    ({ type, before }) => type === "aws_ecr_repository" && before.force_delete !== true,
  );
  const held: string[] = [];
  for (const { address, before } of kept) {
    const name = String(before.name);
    const doing = `check whether repository ${name} contains images (ecr:ListImages)`;
    if (await withAws(doing, async () => hasImages(client, name))) held.push(`  ${address} (${name})`);
  }
  if (held.length === 0) return;
  throw new CommandError(
    ["these repositories contain images, and ECR deletes only empty ones:", ...held].join("\n"),
    "copy the images that are still needed, then follow docs/remove-a-repository.md: set forceDelete: true for these repositories in environments/, deploy that, and only then remove them",
    { effect: "nothing was applied" },
  );
}

async function hasImages(client: ECRClient, repositoryName: string): Promise<boolean> {
  try {
    const { imageIds } = await client.send(new ListImagesCommand({ repositoryName, maxResults: 1 }));
    return answered(imageIds, `the list of images in ${repositoryName}`).length > 0;
  } catch (error) {
    if (error instanceof RepositoryNotFoundException) return false;
    throw error;
  }
}
