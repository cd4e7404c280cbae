import * as govcloud from "../../../fork/variants/govcloud";
import * as twoAccounts from "../../../fork/variants/two-accounts";
import { evaluateControls } from "../../../assessment/controls/evaluate";
import type { Project } from "../../../assessment/model/project";
import { acceptedControls, environments, organization } from "../../support/example";
import * as everyOption from "../../support/every-option";
import { synthesized } from "../support/synthesized";

const failing = (project: Project, acceptances = acceptedControls) =>
  evaluateControls(project, acceptances).flatMap(({ framework, id, findings }) =>
    findings
      .filter(({ outcome }) => outcome === "fails")
      .map(({ rule, stack }) => `${framework} ${id}: ${rule} ${stack}`),
  );

test("the example has no failing control, and uses each of its acceptances", () => {
  expect(failing(synthesized(organization, environments))).toEqual([]);
});

test("each acceptance of the example is needed", () => {
  const project = synthesized(organization, environments);
  const needless = acceptedControls.filter(
    (acceptance) =>
      failing(
        project,
        acceptedControls.filter((other) => other !== acceptance),
      ).length === 0,
  );
  expect(needless).toEqual([]);
});

test.each([
  ["GovCloud", govcloud],
  ["two accounts", twoAccounts],
  ["every option", everyOption],
])("settings of %s keep the requirements on state, keys and trails", (_, settings) => {
  const results = evaluateControls(synthesized(settings.organization, settings.environments), []);
  const own = results.filter(({ id }) => /^(State|Audit|Keys)\.|^Access\.1$/.test(id));
  expect(own.filter(({ outcome }) => outcome !== "passes").map(({ id, summary }) => `${id}: ${summary}`)).toEqual([]);
});

test("results are the same each time", () => {
  const project = synthesized(organization, environments);
  const once = JSON.stringify(evaluateControls(project, acceptedControls));
  expect(JSON.stringify(evaluateControls(synthesized(organization, environments), acceptedControls))).toBe(once);
});
