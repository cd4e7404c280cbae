import { Vpc, type VpcProps } from "../../../src/constructs/vpc/vpc";
import { synthesize, type Synthesized } from "../../support/synthesize";

/** The required props of a VPC. */
export const minimal: VpcProps = {
  name: "platform-dev",
  region: "ap-northeast-1",
  accountId: "123456789012",
  cidr: "10.10.0.0/16",
  availabilityZones: ["a", "c"],
};

/** A VPC with all props. */
export const maximal: VpcProps = {
  ...minimal,
  availabilityZones: ["a", "c", "d"],
  natGateways: "one-per-az",
  databaseSubnets: true,
  interfaceEndpoints: "cluster-private",
  karpenter: true,
  flowLogRetentionDays: 365,
  logEncryptionKeyArn: "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  clusterName: "platform-dev",
};

export function synthesizeVpc(props: Partial<VpcProps> = {}): Synthesized {
  return synthesize((scope) => new Vpc(scope, "vpc", { ...minimal, ...props }));
}

/** The construct itself, for its attributes; ids are tokens that only their references can be compared with. */
export function vpcOf(props: Partial<VpcProps> = {}): Vpc {
  let vpc: Vpc | undefined;
  synthesize((scope) => {
    vpc = new Vpc(scope, "vpc", { ...minimal, ...props });
  });
  if (!vpc) throw new Error("nothing was synthesized");
  return vpc;
}
