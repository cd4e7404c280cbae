import { absenceRules } from "../../../../assessment/controls/rules/absence";
import { resources } from "../../support/project";
import type { RuleCases } from "../rule-cases";

/** Of rules on kinds that the stacks do not create: none, and one of the last of these types. */
export const cases: RuleCases = Object.fromEntries(
  absenceRules.map(({ id, types }) => [
    id,
    { passing: resources({}), unknown: resources({ [types.at(-1) ?? ""]: { a: {} } }) },
  ]),
);
