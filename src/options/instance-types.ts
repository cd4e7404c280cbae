import { Token } from "cdktf";
import { sizesOf } from "./instance-families";
import { text } from "./schema";

/**
 * Instance types that can be nodes of an EKS cluster: EKS has no image for `a1` and the Mac families.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export const instanceType = text(
  /^(?!a1\.|mac)[a-z][a-z0-9]*(-[a-z0-9]+)?\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
  'an EC2 instance type for which EKS has images, such as "m6i.large"',
).check(({ value, issues }) => {
  const message = unlistedPart(value);
  if (message !== undefined) issues.push({ code: "custom", input: value, message });
});

/** What is allowed in place of a family or size that EC2 does not list. */
function unlistedPart(instanceType: string): string | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const sizes = sizesOf(family);
  if (Token.isUnresolved(instanceType) || sizes?.includes(size)) return undefined;
  const addition = "if EC2 has added it, add it to src/options/instance-families.ts";
  return sizes ? `a size of ${family}: ${sizes.join(", ")}; ${addition}` : `a family that EC2 lists; ${addition}`;
}
