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
 * Versions of the add-ons: `default` is the version that AWS installs by default for the cluster's Kubernetes version,
 * `latest` the newest version for it. Both are looked up on each plan, which then shows an update. A map sets exact
 * versions (or one of the two keywords) by add-on; add-ons that are not in the map have `default`.
 */
export type AddOnVersions = "default" | "latest" | Readonly<Record<string, string>>;

/** The configured version of one add-on. */
export function addOnVersionOf(name: AddOnName, versions: AddOnVersions = "default"): string {
  if (typeof versions === "string") return versions;
  return versions[name] ?? "default";
}

/**
 * Refuses versions of add-ons that no cluster here has, such as a misspelled name.
 *
 * @throws when the map has a name that is not one of the add-ons
 */
export function checkAddOnVersions(versions: AddOnVersions = "default"): void {
  if (typeof versions === "string") return;
  for (const name of Object.keys(versions)) {
    if (!(addOnNames as readonly string[]).includes(name)) {
      throw new Error(`addonVersions must be of ${addOnNames.join(", ")}, got "${name}"`);
    }
  }
}
