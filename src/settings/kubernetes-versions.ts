import { text } from "./schema";

/**
 * Last day of standard support by Kubernetes version, as the release calendar of EKS had it in April 2026. Past it EKS
 * upgrades a cluster by itself, since the clusters here don't pay for extended support.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
const endOfStandardSupport: Readonly<Record<string, string>> = {
  "1.32": "2026-03-23",
  "1.33": "2026-07-29",
  "1.34": "2026-12-02",
  "1.35": "2027-03-27",
};

/** A minor version as EKS names it. It is a string: as a number 1.30 would be 1.3. */
export const kubernetesVersion = text(/^1\.\d{2}$/, 'a minor version in quotes such as "1.35"');

/**
 * What whoever pins a version should know: that its standard support is over, or that the calendar here does not know it.
 *
 * @returns a sentence, or nothing when the version is in standard support
 */
export function versionWarning(version: string, today: Date): string | undefined {
  const known = Object.keys(endOfStandardSupport);
  const [oldest = "", newest = ""] = [known.at(0), known.at(-1)];
  const lastDay = endOfStandardSupport[version];
  const upgrade =
    "EKS upgrades the cluster by itself and a deploy would then ask for a downgrade, so raise the version";
  if (lastDay !== undefined) {
    if (today.toISOString().slice(0, 10) <= lastDay) return undefined;
    return `standard support of Kubernetes ${version} ended on ${lastDay}: ${upgrade}`;
  }
  if (minorOf(version) < minorOf(oldest)) return `standard support of Kubernetes ${version} has ended: ${upgrade}`;
  return `Kubernetes ${version} is newer than ${newest}, the last in src/settings/kubernetes-versions.ts: check that EKS offers it and add its end of support there`;
}

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}
