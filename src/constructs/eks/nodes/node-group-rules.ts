import type { NodeGroupProps } from "./node-group-props";

/** 63 characters of a node group's name, less the hyphen and the 26 characters that Terraform appends. */
const longestName = 36;

/** The system volume of Amazon Linux 2023 is 20 GiB. */
const smallestDisk = 20;

/**
 * Refuses a node group that EKS would refuse.
 *
 * @throws when the name, the sizes, the disk size or the update share is out of range
 */
export function checkNodeGroup(name: string, props: NodeGroupProps): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name.length > longestName) {
    throw new Error(
      `nodeGroups must have names of 1 to ${longestName} lower case letters, digits and "-", ` +
        `beginning with a letter, got "${name}"`,
    );
  }
  checkSizes(name, props);
  checkRange(name, "diskSizeGiB", props.diskSizeGiB, smallestDisk, 16384);
  checkRange(name, "maxUnavailablePercentage", props.maxUnavailablePercentage, 1, 100);
}

/**
 * Refuses node groups if none of them can run the pods of the add-ons.
 *
 * @throws when every group is tainted, or the untainted groups can be empty
 */
export function checkRoomForAddOns(nodeGroups: Readonly<Record<string, NodeGroupProps>>): void {
  const open = Object.values(nodeGroups).filter(
    ({ taints = [], desiredSize }) => desiredSize > 0 && taints.every(({ effect }) => effect === "PREFER_NO_SCHEDULE"),
  );
  if (open.length === 0) {
    throw new Error(
      "nodeGroups must have at least one group without taints and with a desiredSize of 1 or more, " +
        `since otherwise coredns cannot be scheduled, got ${Object.keys(nodeGroups).join(", ") || "no group"}`,
    );
  }
}

function checkSizes(name: string, { minSize, desiredSize, maxSize }: NodeGroupProps): void {
  const sizes = [minSize, desiredSize, maxSize];
  const ordered = 0 <= minSize && minSize <= desiredSize && desiredSize <= maxSize && maxSize >= 1;
  if (!ordered || !sizes.every(Number.isInteger)) {
    throw new Error(
      `nodeGroups.${name} must have whole numbers with 0 <= minSize <= desiredSize <= maxSize and maxSize >= 1, ` +
        `got ${sizes.join(", ")}`,
    );
  }
}

function checkRange(name: string, prop: string, value: number | undefined, lowest: number, highest: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= lowest && value <= highest)) return;
  throw new Error(`nodeGroups.${name}.${prop} must be a whole number from ${lowest} to ${highest}, got ${value}`);
}
