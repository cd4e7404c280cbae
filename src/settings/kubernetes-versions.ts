/**
 * Day on which standard support ends by Kubernetes version, as published in the EKS release calendar in August 2026.
 * From the beginning of that day (UTC) EKS upgrades a cluster automatically, since these clusters do not use extended
 * support. `aws eks describe-cluster-versions` returns the same dates.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
const endOfStandardSupport: Readonly<Record<string, string>> = {
  "1.32": "2026-03-23",
  "1.33": "2026-07-29",
  "1.34": "2026-12-02",
  "1.35": "2027-03-27",
  "1.36": "2027-08-02",
};

/** When the calendar above was published. */
export const calendarDate = "August 2026";

/**
 * End of standard support of a Kubernetes version, `YYYY-MM-DD`: that day is no longer in support.
 *
 * @param version such as `1.35`
 * @returns `ended` for a version older than the calendar, nothing for one that is newer
 */
export function standardSupportEnds(version: string): string | undefined {
  const [oldest = ""] = Object.keys(endOfStandardSupport);
  return endOfStandardSupport[version] ?? (minorOf(version) < minorOf(oldest) ? "ended" : undefined);
}

/**
 * Warns about a pinned version whose standard support has ended, or which the calendar above does not list.
 *
 * @returns a sentence, or nothing when the version is in standard support
 */
export function versionWarning(version: string, today: Date): string | undefined {
  const newest = Object.keys(endOfStandardSupport).at(-1);
  const end = standardSupportEnds(version);
  const upgrade =
    "EKS upgrades the cluster automatically and the next deployment would request a downgrade, so raise the version";
  if (end === "ended") return `standard support for Kubernetes ${version} has ended: ${upgrade}`;
  if (end !== undefined) {
    if (today.toISOString().slice(0, 10) < end) return undefined;
    return `standard support for Kubernetes ${version} ended on ${end}: ${upgrade}`;
  }
  return `Kubernetes ${version} is newer than ${newest}, the last version in src/settings/kubernetes-versions.ts: check that EKS offers it, and add its end of support to that file`;
}

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}
