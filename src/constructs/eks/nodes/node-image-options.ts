import type { z } from "zod";
import { type AmiType, amiTypes, imagesFor } from "./ami-type";
import { architectureOf } from "./instance-traits";

/** The options of a node group that decide which image its nodes boot from. */
interface NodeImage {
  readonly instanceTypes: readonly string[];
  readonly amiType?: AmiType | undefined;
}

/** `cluster.nodeGroups.<name>.instanceTypes`: no accelerator for which EKS has no image with drivers. */
export function refuseTypesWithoutImage({ instanceTypes }: NodeImage, context: z.RefinementCtx): void {
  for (const [position, type] of instanceTypes.entries()) {
    if (imagesFor(type).length > 0) continue;
    const message = "an instance type without accelerators, or with those for which an image of EKS has drivers";
    context.addIssue({ code: "custom", path: ["instanceTypes", position], input: type, message });
  }
}

/** Images that boot every one of the instance types. */
function commonImages(instanceTypes: readonly string[]): string[] {
  return amiTypes.filter((image) => instanceTypes.every((type) => imagesFor(type).includes(image)));
}

/** `cluster.nodeGroups.<name>.instanceTypes`: all of one processor architecture and kind of accelerator. */
export function refuseMixedTypes({ instanceTypes }: NodeImage, context: z.RefinementCtx): void {
  if (commonImages(instanceTypes).length > 0 || instanceTypes.some((type) => imagesFor(type).length === 0)) return;
  const arm = instanceTypes.filter((type) => architectureOf(type) === "arm64");
  const images = instanceTypes.map((type) => `${type} needs ${imagesFor(type).join(" or ")}`);
  const message =
    arm.length > 0 && arm.length < instanceTypes.length
      ? `instance types of one processor architecture: of these, ${arm.join(", ")} is arm64`
      : `instance types that one image boots: of these, ${images.join(", ")}`;
  context.addIssue({ code: "custom", path: ["instanceTypes"], input: instanceTypes, message });
}

/** `cluster.nodeGroups.<name>.amiType`: an image that boots the group's `instanceTypes` and drives their accelerators. */
export function refuseForeignAmiType({ amiType, instanceTypes }: NodeImage, context: z.RefinementCtx): void {
  const fitting = commonImages(instanceTypes);
  if (amiType === undefined || fitting.length === 0 || fitting.includes(amiType)) return;
  const message = `an image for ${instanceTypes.join(", ")}: ${fitting.join(" or ")}`;
  context.addIssue({ code: "custom", path: ["amiType"], input: amiType, message });
}
