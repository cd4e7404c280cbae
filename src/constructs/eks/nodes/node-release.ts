import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { Construct } from "constructs";
import { type AmiTraits, type AmiType, traitsOf } from "./ami-type";

/**
 * Release of a node group's image: `at-creation` stays on the release that was newest when the group was created, until
 * the Kubernetes version changes; `latest` tracks each release that AWS recommends; or one exact release.
 */
export type NodeRelease = "at-creation" | "latest" | (string & {});

/**
 * The release version of a node group; undefined where EKS chooses once.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
 * @throws when an exact release is not for the image, or not for the Kubernetes version
 */
export function releaseVersionOf(
  scope: Construct,
  props: { readonly release: NodeRelease; readonly kubernetesVersion: string; readonly amiType: AmiType },
): string | undefined {
  const { release, kubernetesVersion, amiType } = props;
  const traits = traitsOf(amiType);
  if (release === "at-creation") return undefined;
  if (release === "latest") {
    const name = latestReleaseParameter(traits, kubernetesVersion);
    return new DataAwsSsmParameter(scope, "release", { name }).insecureValue;
  }
  checkExactRelease(release, traits, kubernetesVersion);
  return release;
}

function latestReleaseParameter({ operatingSystem, architecture }: AmiTraits, version: string): string {
  return operatingSystem === "bottlerocket"
    ? `/aws/service/bottlerocket/aws-k8s-${version}/${architecture}/latest/image_version`
    : `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architecture}/standard/recommended/release_version`;
}

/** Amazon Linux releases end in their date, Bottlerocket's in a commit. */
function checkExactRelease(release: string, { operatingSystem }: AmiTraits, version: string): void {
  const [pattern, example] =
    operatingSystem === "bottlerocket"
      ? [/^\d+\.\d+\.\d+-(?!20\d{6}$)[0-9a-f]{8}$/, "1.49.0-713f44ce"]
      : [new RegExp(`^${version.replace(".", "\\.")}\\.\\d+-\\d{8}$`), `${version}.1-20250904`];
  if (!pattern.test(release)) {
    throw new Error(
      `releaseVersion must be "latest", "at-creation" or a release of the image for Kubernetes ${version} ` +
        `such as "${example}", got "${release}"`,
    );
  }
}
