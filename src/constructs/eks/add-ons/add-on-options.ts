import { z } from "zod";
import { byName, text } from "../../../options/schema";

/** The add-ons that every cluster has. */
const addOnNames = [
  "eks-pod-identity-agent",
  "kube-proxy",
  "vpc-cni",
  "coredns",
  "aws-ebs-csi-driver",
  "metrics-server",
  "eks-node-monitoring-agent",
] as const;

export type AddOnName = (typeof addOnNames)[number];

const addOnName = z
  .string()
  .refine((name) => (addOnNames as readonly string[]).includes(name), `one of ${addOnNames.join(", ")}`);

const addOnVersion = text(
  /^(latest|default|v\d+\.\d+\.\d+-eksbuild\.\d+)$/,
  '"latest", "default" or a version such as "v1.12.4-eksbuild.1"',
);

/**
 * Minimum versions that work with the permissions that the add-ons have here. The EBS CSI driver tags what it creates with
 * the cluster's name only from this version, and has no permission on volumes without that tag.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918
 */
const minimumVersions: Readonly<Partial<Record<AddOnName, string>>> = { "aws-ebs-csi-driver": "v1.58.0" };

/** Versions of the add-ons: one keyword for all of them, or a version for each by its name. */
export const addOnVersions = z
  .union(
    [z.enum(["latest", "default"]), byName(addOnName, addOnVersion)],
    '"latest", "default" or versions by add-on such as { coredns: "v1.12.4-eksbuild.1" }',
  )
  .superRefine((versions, context) => {
    if (typeof versions === "string") return;
    for (const [name, version] of Object.entries(versions)) {
      const minimum = minimumVersionOf(name);
      if (minimum === undefined || !version.startsWith("v") || isAtLeast(version, minimum)) continue;
      const message = `${minimum} or later, "latest" or "default"`;
      context.addIssue({ code: "custom", path: [name], input: version, message });
    }
  });

export type AddOnVersions = z.output<typeof addOnVersions>;

/** The configured version of one add-on. */
export function addOnVersionOf(name: AddOnName, versions: Readonly<AddOnVersions>): string {
  return typeof versions === "string" ? versions : (versions[name] ?? "default");
}

/** The minimum version of an add-on, if there is one. */
export function minimumVersionOf(name: string): string | undefined {
  return minimumVersions[name as AddOnName];
}

function isAtLeast(version: string, minimum: string): boolean {
  const [[major = 0, minor = 0], [minimumMajor = 0, minimumMinor = 0]] = [numbersOf(version), numbersOf(minimum)];
  return major > minimumMajor || (major === minimumMajor && minor >= minimumMinor);
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
