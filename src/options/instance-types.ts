import { text } from "./schema";

/**
 * Instance types that can be nodes of an EKS cluster: EKS has no image for `a1` and the Mac families.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export const instanceType = text(
  /^(?!a1\.|mac)[a-z][a-z0-9]*(-[a-z0-9]+)?\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
  'an EC2 instance type for which EKS has images, such as "m6i.large"',
);
