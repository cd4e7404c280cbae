import type { EksClusterProps } from "./eks-cluster";
import { checkPublicAccessCidrs } from "./endpoint-access";
import { checkRoomForAddOns } from "../nodes/node-group-rules";
import { checkPodCapacity } from "../nodes/pod-capacity";

/** The longest role name, `<name>-cluster` or `<name>-vpc-cni`, must fit in IAM's 64 characters. */
const longestName = 56;

/**
 * Refuses a cluster that EKS would refuse, or that could not run its add-ons.
 *
 * @throws when the name, the version, the public endpoint's blocks or the node groups are invalid
 */
export function checkCluster({ name, version, publicAccessCidrs, nodeGroups, vpc }: EksClusterProps): void {
  if (!/^[A-Za-z0-9][\w-]*$/.test(name) || name.length > longestName) {
    throw new Error(
      `name must be 1 to ${longestName} letters, digits, "-" and "_", beginning with a letter or digit, got "${name}"`,
    );
  }
  if (!/^1\.\d{2}$/.test(version)) {
    throw new Error(`version must be a Kubernetes minor version such as "1.33", got "${version}"`);
  }
  checkPublicAccessCidrs(publicAccessCidrs);
  checkRoomForAddOns(nodeGroups);
  checkPodCapacity(
    Object.fromEntries(
      Object.entries(nodeGroups).map(([group, { instanceTypes, maxSize, availabilityZones }]) => {
        return [group, { instanceTypes, maxSize, availabilityZones: availabilityZones ?? vpc.availabilityZones }];
      }),
    ),
    vpc.privateAddresses,
  );
}
