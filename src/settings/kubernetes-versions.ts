/**
 * Last day of standard support by Kubernetes version, as published in the EKS release calendar in April 2026. After
 * that day EKS upgrades a cluster automatically, since these clusters do not use extended support.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
const endOfStandardSupport: Readonly<Record<string, string>> = {
  "1.32": "2026-03-23",
  "1.33": "2026-07-29",
  "1.34": "2026-12-02",
  "1.35": "2027-03-27",
};

/**
 * Warns about a pinned version whose standard support has ended, or which the calendar above does not list.
 *
 * @returns a sentence, or nothing when the version is in standard support
 */
export function versionWarning(version: string, today: Date): string | undefined {
  const known = Object.keys(endOfStandardSupport);
  const [oldest = "", newest = ""] = [known.at(0), known.at(-1)];
  const lastDay = endOfStandardSupport[version];
  const upgrade =
    "EKS upgrades the cluster automatically and the next deployment would request a downgrade, so raise the version";
  if (lastDay !== undefined) {
    if (today.toISOString().slice(0, 10) <= lastDay) return undefined;
    return `standard support for Kubernetes ${version} ended on ${lastDay}: ${upgrade}`;
  }
  if (minorOf(version) < minorOf(oldest)) return `standard support for Kubernetes ${version} has ended: ${upgrade}`;
  return `Kubernetes ${version} is newer than ${newest}, the last version in src/settings/kubernetes-versions.ts: check that EKS offers it, and add its end of support to that file`;
}

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}
