import type { Location, Log, Result } from "sarif";
import type { ControlResult, Finding } from "../controls/results";
import type { Rule } from "../controls/rule";
import type { Assessment } from "../model/assessment";
import type { Project } from "../model/project";
import { hclFile } from "../page/links";
import type { StackFiles } from "../synthesis/synthesized-project";
import { blockLines } from "./block-lines";
import { stableUuid } from "./identifiers";

/** Version of the standard. */
const version = "2.1.0";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** What SARIF needs besides the results: where blocks are and come from, and what the rules demand. */
export interface SarifSources {
  readonly project: Project;
  readonly files: ReadonlyMap<string, StackFiles>;
  readonly rules: readonly Rule[];
}

interface Places {
  readonly project: Project;

  /** Lines in the HCL of each stack, by address. */
  readonly lines: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/**
 * The findings that do not pass, for tools that show results of static analysis. An accepted one is suppressed.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif({ controls }: Pick<Assessment, "controls">, { project, files, rules }: SarifSources): Log {
  const described = [...rules, ...rulesWithoutResources(controls, rules)];
  const known = new Map(described.map((rule, index) => [rule.id, index]));
  const places: Places = { project, lines: new Map([...files].map(([stack, { hcl }]) => [stack, blockLines(hcl)])) };
  const findings = distinct(controls.flatMap(({ findings: all }) => all));
  return {
    $schema: schema,
    version,
    runs: [
      {
        tool: {
          driver: {
            name: "npm run evidence",
            rules: described.map(({ id, demands, see }) => ({
              id,
              shortDescription: { text: demands },
              ...(see !== undefined && { helpUri: see }),
              properties: { tags: controlsOf(id, controls) },
            })),
          },
        },
        originalUriBaseIds: { EVIDENCE: { description: { text: "Folder that contains this file." } } },
        results: findings
          .filter(({ outcome }) => outcome !== "passes")
          .map((finding) => resultOf(finding, known.get(finding.rule) ?? -1, places)),
      },
    ],
  };
}

type DescribedRule = Pick<Rule, "id" | "demands"> & Partial<Pick<Rule, "see">>;

/** Rules on what is no resource, such as acceptances, are described by their control. */
function rulesWithoutResources(controls: readonly ControlResult[], rules: readonly Rule[]): readonly DescribedRule[] {
  return controls.flatMap((control) =>
    control.rules.filter((id) => !rules.some((rule) => rule.id === id)).map((id) => ({ id, demands: control.asks })),
  );
}

function controlsOf(rule: string, controls: readonly ControlResult[]): string[] {
  return controls.filter((control) => control.rules.includes(rule)).map(({ framework, id }) => `${framework}/${id}`);
}

/** Several controls have findings of one rule. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map(findings.map((finding) => [nameOf(finding), finding]));
  return [...byPlace.values()];
}

function nameOf({ rule, stack, address = "", attribute = "", found }: Finding): string {
  return [rule, stack, address, attribute, found].join("\n");
}

function resultOf(finding: Finding, ruleIndex: number, places: Places): Result {
  const { rule, outcome, stack, address = "", found, acceptance } = finding;
  const isOpen = outcome === "not-decided";
  const suppression = {
    kind: "external" as const,
    status: "accepted" as const,
    justification: `${acceptance?.reason ?? ""} Accepted by ${acceptance?.owner ?? ""} until ${acceptance?.expires ?? ""}.`,
  };
  return {
    ruleId: rule,
    ruleIndex,
    kind: isOpen ? "open" : "fail",
    level: isOpen ? "none" : "error",
    message: { text: `${stack}${address === "" ? "" : ` ${address}`}: ${found}` },
    locations: [locationOf(stack, address, places.project)],
    ...blockLocation(stack, places.lines.get(stack)?.get(address)),
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

/** The block in the HCL of the evidence. */
function blockLocation(stack: string, line: number | undefined): Pick<Result, "relatedLocations"> {
  if (line === undefined) return {};
  const artifactLocation = { uri: hclFile(stack), uriBaseId: "EVIDENCE" };
  return {
    relatedLocations: [
      { physicalLocation: { artifactLocation, region: { startLine: line } }, message: { text: "synthesized block" } },
    ],
  };
}
