import { partitionOf } from "../../iam/partition";

/** The regions that {@link canReplicateTo} accepts. */
export const replicaRegions = "a region other than the environment's own, in the same partition";

/** Whether S3 and ECR can replicate from `region` to `replicaRegion`: not to the same region, nor to another partition. */
export function canReplicateTo(region: string, replicaRegion: string): boolean {
  return replicaRegion !== region && partitionOf(replicaRegion) === partitionOf(region);
}
