/** The add-ons that every cluster has. */
export const addOnNames = [
  "eks-pod-identity-agent",
  "kube-proxy",
  "vpc-cni",
  "coredns",
  "aws-ebs-csi-driver",
  "metrics-server",
  "eks-node-monitoring-agent",
] as const;

export type AddOnName = (typeof addOnNames)[number];

/**
 * Where the versions of the add-ons come from: `default` is the version that AWS installs by default for the cluster's
 * Kubernetes version, `latest` the newest one for it, both looked up on each plan, which then shows an update; a map
 * gives exact versions by add-on (or one of the two words), and add-ons that it leaves out have `default`.
 */
export type AddOnVersions = "default" | "latest" | Readonly<Record<string, string>>;

/** The version asked for one add-on. */
export function addOnVersionOf(name: AddOnName, versions: AddOnVersions = "default"): string {
  if (typeof versions === "string") return versions;
  return versions[name] ?? "default";
}

/**
 * Refuses versions of add-ons that no cluster here has, such as a misspelt name.
 *
 * @throws when the map has a name that is none of the add-ons
 */
export function checkAddOnVersions(versions: AddOnVersions = "default"): void {
  if (typeof versions === "string") return;
  for (const name of Object.keys(versions)) {
    if (!(addOnNames as readonly string[]).includes(name)) {
      throw new Error(`addonVersions must be of ${addOnNames.join(", ")}, got "${name}"`);
    }
  }
}
