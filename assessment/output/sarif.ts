import type { Location, Log, Result } from "sarif";
import type { Finding } from "../controls/results";
import type { Rule } from "../controls/rule";
import type { Assessment } from "../model/assessment";
import type { Project } from "../model/project";
import { stableUuid } from "./identifiers";

/** Version of the standard. */
const version = "2.1.0";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * The findings that do not pass, for tools that show results of static analysis. An accepted one is suppressed.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif({ controls }: Pick<Assessment, "controls">, project: Project, rules: readonly Rule[]): Log {
  const known = new Map(rules.map((rule, index) => [rule.id, index]));
  const findings = distinct(controls.flatMap(({ findings: all }) => all)).filter(({ rule }) => known.has(rule));
  return {
    $schema: schema,
    version,
    runs: [
      {
        tool: {
          driver: {
            name: "npm run evidence",
            rules: rules.map(({ id, demands, see }) => ({ id, shortDescription: { text: demands }, helpUri: see })),
          },
        },
        results: findings
          .filter(({ outcome }) => outcome !== "passes")
          .map((finding) => resultOf(finding, known.get(finding.rule) ?? 0, project)),
      },
    ],
  };
}

/** Several controls have findings of one rule. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map(findings.map((finding) => [nameOf(finding), finding]));
  return [...byPlace.values()];
}

function nameOf({ rule, stack, address = "", attribute = "", found }: Finding): string {
  return [rule, stack, address, attribute, found].join("\n");
}

function resultOf(finding: Finding, ruleIndex: number, project: Project): Result {
  const { rule, outcome, stack, address = "", found, acceptance } = finding;
  const isOpen = outcome === "not-decided";
  const suppression = {
    kind: "external" as const,
    status: "accepted" as const,
    justification: acceptance?.reason ?? "",
  };
  return {
    ruleId: rule,
    ruleIndex,
    kind: isOpen ? "open" : "fail",
    level: isOpen ? "none" : "error",
    message: { text: `${stack}${address === "" ? "" : ` ${address}`}: ${found}` },
    locations: [locationOf(stack, address, project)],
    partialFingerprints: { "finding/v1": stableUuid("finding", rule, stack, address, finding.attribute ?? "") },
    ...(outcome === "accepted" ? { suppressions: [suppression] } : {}),
  };
}

/** The line of the settings that asks for the resource, or else the line that creates it. */
function locationOf(stack: string, address: string, { provenance }: Project): Location {
  const made = provenance.get(`${stack}/${address}`);
  const line = made?.setting.source ?? made?.source;
  return {
    logicalLocations: [{ fullyQualifiedName: address === "" ? stack : `${stack}/${address}`, kind: "resource" }],
    physicalLocation: line
      ? { artifactLocation: { uri: line.file }, region: { startLine: line.line } }
      : { artifactLocation: { uri: "main.ts" }, region: { startLine: 1 } },
  };
}
