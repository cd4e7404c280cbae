import type { Check, Outcome } from "./check";
import type { Diagnosis } from "./doctor";

const signs: Record<Outcome, string> = { ok: "ok", warning: "warning", failure: "FAILURE" };

/** The diagnosis as text: a line for each check with its next step below it, and a summary. */
export function diagnosisText({ checks }: Diagnosis): string {
  const scopes = [...new Set(checks.map(({ scope }) => scope))];
  const blocks = scopes.map((scope) => [scope, ...checks.filter((one) => one.scope === scope).flatMap(linesOf)]);
  return [...blocks.map((lines) => lines.join("\n")), summary(checks)].join("\n\n");
}

function linesOf({ name, outcome, detail, nextStep, runbook }: Check): string[] {
  const [first = "", ...others] = detail.split("\n");
  return [
    `  ${signs[outcome].padEnd(7)}  ${name}: ${first}`,
    ...others.map((line) => `           ${line}`),
    ...(nextStep === undefined ? [] : [`           next: ${nextStep}`]),
    ...(runbook === undefined ? [] : [`           see: ${runbook}`]),
  ];
}

function summary(checks: readonly Check[]): string {
  const count = (outcome: Outcome) => checks.filter((one) => one.outcome === outcome).length;
  const [failures, warnings] = [count("failure"), count("warning")];
  if (failures + warnings === 0) return `all ${checks.length} checks passed`;
  const told = [plural(failures, "failure"), plural(warnings, "warning")].filter((text) => text !== "");
  return `${told.join(" and ")} in ${checks.length} checks`;
}

function plural(count: number, noun: string): string {
  if (count === 0) return "";
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
