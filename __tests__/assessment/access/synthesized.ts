import { TerraformStack, Testing } from "cdktf";
import type { AccessMatrix, Cell } from "../../../assessment/access/matrix";
import type { Project } from "../../../assessment/model/project";
import { buildStacks } from "../../../src/app";
import type { JsonObject } from "../../../src/cdktf/terraform-json";
import type { EnvironmentSettings } from "../../../src/settings/environment";
import type { OrganizationSettings } from "../../../src/settings/organization";
import { validateSettings } from "../../../src/settings/validate";
import * as example from "../../support/example";
import { projectOf } from "../support/project";

/** A synthesized stack, as its JSON has it. */
export type StackJson = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

/**
 * The project that settings lead to; the example's where they are not given.
 *
 * @param change of the synthesized stacks, by name
 */
export function synthesized(
  changes: Partial<OrganizationSettings> = {},
  environments: readonly EnvironmentSettings[] = example.environments,
  change: (stacks: Record<string, StackJson>) => void = () => undefined,
): Project {
  const organization = { ...example.organization, ...changes };
  const app = Testing.app();
  buildStacks(app, organization, environments);
  const stacks = app.node.children.filter((child) => child instanceof TerraformStack);
  const json = Object.fromEntries(
    stacks.map((stack) => [stack.node.id, JSON.parse(Testing.synth(stack)) as StackJson]),
  );
  change(json);
  const { organization: validated, environments: all } = validateSettings(organization, environments);
  const settings = { organization: validated, environments: all } as unknown as Project["settings"];
  return { ...projectOf(json as unknown as Record<string, JsonObject>), settings };
}

/** The matrix of one environment, by the end of a principal's name and the ID of a question. */
export function cellsOf(matrices: readonly AccessMatrix[], environment: string) {
  const matrix = matrices.find((one) => one.environment === environment);
  if (matrix === undefined) throw new Error(`no matrix of ${environment}`);
  return (principal: string, question: string): Cell => {
    const row = matrix.rows.find((one) => one.principal === principal || one.principal.endsWith(`/${principal}`));
    const cell = row?.cells[matrix.questions.findIndex(({ id }) => id === question)];
    if (cell) return cell;
    const known = [...matrix.rows.map((one) => one.principal), ...matrix.questions.map(({ id }) => id)];
    throw new Error(`no ${principal} ${question} in: ${known.join(", ")}`);
  };
}
