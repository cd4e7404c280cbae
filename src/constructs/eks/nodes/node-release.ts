import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { Construct } from "constructs";
import { type AmiTraits, type AmiType, traitsOf } from "./ami-type";

/**
 * The release version of a node group; undefined where EKS chooses once.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
 */
export function releaseVersionOf(
  scope: Construct,
  props: { readonly release: string; readonly kubernetesVersion: string; readonly amiType: AmiType },
): string | undefined {
  const { release, kubernetesVersion, amiType } = props;
  if (release === "at-creation") return undefined;
  if (release !== "latest") return release;
  const name = latestReleaseParameter(traitsOf(amiType), kubernetesVersion);
  return new DataAwsSsmParameter(scope, "release", { name }).insecureValue;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html */
function latestReleaseParameter({ operatingSystem, architecture, drivers }: AmiTraits, version: string): string {
  const flavor = drivers === "standard" ? "" : `-${drivers}`;
  return operatingSystem === "bottlerocket"
    ? `/aws/service/bottlerocket/aws-k8s-${version}${flavor}/${architecture}/latest/image_version`
    : `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architecture}/${drivers}/recommended/release_version`;
}
