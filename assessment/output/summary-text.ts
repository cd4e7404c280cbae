import { someOf } from "../../src/options/some-of";
import type { Additions } from "../additions";
import { acceptancesRule } from "../controls/findings";
import type { ControlResult, Outcome } from "../controls/results";
import type { Assessment } from "../model/assessment";
import { comparisonLines } from "./comparison-text";

const outcomes: readonly (readonly [Outcome, string])[] = [
  ["passes", "pass"],
  ["fails", "fail"],
  ["accepted", "accepted"],
  ["not-decided", "not decided here"],
];

/** Most findings of a control on the terminal. */
const shown = 3;

const acceptances = "environments/accepted-controls.ts with a reason, an owner and a last day";

/** What the evidence says, for the terminal. */
export function summaryText(
  { sources, stacks, controls }: Assessment,
  page: string,
  { comparison }: Pick<Additions, "comparison"> = {},
): string {
  const changes = sources.clean ? "" : ", with changes that are not committed";
  const origin =
    sources.commit === undefined ? "files outside a Git checkout" : `commit ${sources.commit.slice(0, 12)}${changes}`;
  const failing = controls.filter(({ outcome }) => outcome === "fails");
  return [
    `Evidence of ${origin}, as of ${sources.date}`,
    `stacks: ${someOf(stacks.map(({ name }) => name))}`,
    "",
    ...frameworksOf(controls).map((framework) => `${framework}: ${countsOf(controls, framework)}`),
    ...failing.flatMap(failingLines),
    ...(comparison ? ["", ...comparisonLines(comparison)] : []),
    "",
    ...(failing.length > 0 ? [`next: fix what fails, or accept it in ${acceptances}`] : []),
    `read ${page}`,
  ].join("\n");
}

/** A control that fails, with the first of its findings. */
function failingLines({ framework, id, title, summary, findings }: ControlResult): string[] {
  const failing = findings.filter(({ outcome }) => outcome === "fails");
  const lines = failing.map(({ rule, stack, address, found }) =>
    rule === acceptancesRule ? found : `${[stack, address].filter(Boolean).join("/")}: ${found}`,
  );
  const more = lines.length > shown ? [`and ${lines.length - shown} more, in findings.csv`] : [];
  return [
    "",
    `fails: ${framework} ${id} ${title}`,
    `  ${summary}`,
    ...[...lines.slice(0, shown), ...more].map((line) => `  - ${line}`),
  ];
}

function frameworksOf(controls: readonly ControlResult[]): string[] {
  return [...new Set(controls.map(({ framework }) => framework))];
}

function countsOf(controls: readonly ControlResult[], framework: string): string {
  const own = controls.filter((control) => control.framework === framework);
  return outcomes
    .map(([outcome, words]) => `${own.filter((control) => control.outcome === outcome).length} ${words}`)
    .join(", ");
}

/** The acceptances that count on the date of the assessment, but no longer today. */
export function expiredSince({ controls }: Pick<Assessment, "controls">, today: string): string[] {
  const accepted = controls.flatMap(({ findings }) => findings).filter(({ outcome }) => outcome === "accepted");
  const expired = accepted.flatMap(({ acceptance }) => (acceptance && acceptance.expires < today ? [acceptance] : []));
  const lines = expired.map(
    ({ rule, owner, expires }) =>
      `the acceptance of ${rule} by ${owner} expired on ${expires}: renew it or fix the finding; --as-of ${today} fails`,
  );
  return [...new Set(lines)];
}
