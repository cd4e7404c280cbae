import { textTable } from "../../src/commands/cli/command-line";
import type { Comparison } from "../comparison/comparison";
import type { AcceptedFinding } from "../../src/settings/acceptance";
import { frameworks } from "../controls/frameworks";
import type { ControlResult, Outcome } from "../controls/results";
import type { Assessment } from "../model/assessment";

const outcomes: readonly Outcome[] = ["passes", "fails", "accepted", "not-decided"];

/** What evidence says, for the terminal: results by framework, and each finding that fails. */
export function summaryText({ controls, stacks, sources }: Assessment): string {
  const rows = frameworks.flatMap(({ id, name }) => {
    const ofFramework = controls.filter(({ framework }) => framework === id);
    const counts = outcomes.map((outcome) => String(ofFramework.filter((one) => one.outcome === outcome).length));
    return ofFramework.length === 0 ? [] : [[name, ...counts]];
  });
  const commit = sources.commit === undefined ? "sources outside Git" : `commit ${sources.commit.slice(0, 12)}`;
  return [
    `evidence of ${stacks.map(({ name }) => name).join(", ")} from ${commit}${sources.clean ? "" : ", with uncommitted changes"}, as of ${sources.date}`,
    textTable(["controls", "pass", "fail", "accepted", "not decided here"], rows),
    ...failing(controls),
  ].join("\n\n");
}

function failing(controls: readonly ControlResult[]): string[] {
  const failed = controls.filter(({ outcome }) => outcome === "fails");
  if (failed.length === 0) return [];
  const lines = failed.flatMap(({ framework, id, title, findings }) => [
    `fails: ${framework} ${id} ${title}`,
    ...findings
      .filter(({ outcome }) => outcome === "fails")
      .map(({ stack, address = "", found }) => `  ${stack}${address === "" ? "" : `/${address}`}: ${found}`),
  ]);
  return [lines.join("\n")];
}

/** What changed since, in one line. */
export function comparisonText({ controls, access, resources }: Comparison, against: string): string {
  const worse = controls.filter((control) => control.worse).length;
  return `compared with ${against}: ${worse} controls got worse, ${controls.length - worse} changed otherwise; ${access.length} cells of access and ${resources.length} resources changed`;
}

/**
 * Warnings about acceptances that have expired since the day of the assessment.
 *
 * @param date of the assessment, `YYYY-MM-DD`, as is `today`
 */
export function expiredSince(acceptances: readonly AcceptedFinding[], date: string, today: string): string[] {
  return acceptances
    .filter(({ expires }) => expires >= date && expires < today)
    .map(
      ({ rule, expires }) =>
        `the acceptance of ${rule} expired on ${expires}: it counts as of ${date}, and fails with --as-of ${today}`,
    );
}
