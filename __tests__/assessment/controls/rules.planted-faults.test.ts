import { evaluateControls } from "../../../assessment/controls/evaluate";
import { rules } from "../../../assessment/controls/rules";
import type { Project } from "../../../assessment/model/project";
import { acceptedControls, environments, organization } from "../../support/example";
import { type Fault, planted } from "../faults/fault";
import { auditFaults } from "../faults/audit";
import { evasions } from "../faults/evasions";
import { clusterFaults } from "../faults/cluster";
import { networkFaults } from "../faults/network";
import { stateFaults } from "../faults/state";
import { projectOf } from "../support/project";
import { synthesized } from "../support/synthesized";

let example: Project;
let before: ReturnType<typeof outcomesOf>;

beforeAll(() => {
  example = synthesized(organization, environments);
  before = outcomesOf(example);
});

/** Outcome of each decision and of each control, by its name. */
function outcomesOf(project: Project) {
  const decisions = rules.flatMap(({ id, decide }) =>
    decide(project).map(({ stack, address = "", outcome }) => [`${id} ${stack}/${address}`, outcome] as const),
  );
  const controls = evaluateControls(project, acceptedControls).map(
    ({ framework, id, outcome }) => [`${framework} ${id}`, outcome] as const,
  );
  return { decisions: new Map(decisions), controls: new Map(controls) };
}

function withFault(fault: Fault): Project {
  const stacks = example.stacks.map(
    ({ name, json }) => [name, name === fault.stack ? planted(json, fault) : json] as const,
  );
  return projectOf(Object.fromEntries(stacks));
}

/** What differs from the example: names, each once, by their outcome now. */
function changesOf(now: ReadonlyMap<string, string>, then: ReadonlyMap<string, string>) {
  const changed = [...now].filter(([name, outcome]) => then.get(name) !== outcome && outcome !== "passes");
  const lost = [...then].filter(([name, outcome]) => outcome !== "passes" && now.get(name) !== outcome);
  return { failing: changed.filter(([, outcome]) => outcome === "fails").map(([name]) => name), changed, lost };
}

const faults = Object.entries({ ...stateFaults, ...auditFaults, ...networkFaults, ...clusterFaults });

test("there are at least thirty faults", () => {
  expect(faults.length).toBeGreaterThanOrEqual(30);
});

test.each(faults)("%s", (_, fault) => {
  const { decisions, controls } = outcomesOf(withFault(fault));
  const rulesThatChange = changesOf(decisions, before.decisions);
  const failing = [...new Set(rulesThatChange.failing.map((name) => name.split(" ")[0]))];
  expect(failing.sort()).toEqual([...fault.rules].sort());
  expect(rulesThatChange.changed.filter(([, outcome]) => outcome !== "fails")).toEqual([]);
  expect(rulesThatChange.lost).toEqual([]);

  const rows = changesOf(controls, before.controls);
  expect(rows.failing.sort()).toEqual([...fault.controls].sort());
  expect(rows.changed.filter(([, outcome]) => outcome !== "fails")).toEqual([]);
});

test.each(Object.entries(evasions))("%s does not pass", (_, { stack, values, rule, outcome }) => {
  const stacks = example.stacks.map(({ name, json }) => {
    const paths = name === stack ? Object.entries(values) : [];
    const withAll = paths.reduce(
      (root, [path, value]) =>
        planted(root, { stack, path, ...(value !== undefined && { value }), rules: [], controls: [] }),
      json,
    );
    return [name, withAll] as const;
  });
  const { decisions } = outcomesOf(projectOf(Object.fromEntries(stacks)));
  const changed = changesOf(decisions, before.decisions).changed.filter(([name]) => name.startsWith(`${rule} `));
  expect(changed.map(([, now]) => now)).toEqual([outcome]);
});
