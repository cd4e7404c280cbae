import path from "node:path";
import { acceptedFindings } from "../../scan/accepted-findings";
import { findingKey, modes } from "../../scan/findings";
import { fixtureName, plantedFaults } from "../../scan/fixture/planted-faults";
import { scan, type Scan } from "../../scan/scan";
import { faultsOf, tally } from "../../scan/verdict";
import { faultsOfUserCode } from "../support/scan/user-code";

let done: Scan;

beforeAll(async () => {
  done = await scan(path.join(__dirname, "..", "support", "scan", "rich-app.ts"));
});

const expectation = () => ({
  stacks: done.stacks,
  accepted: done.accepted,
  planted: plantedFaults,
  fixture: fixtureName,
});

/** One line for each failed check that is not accepted. */
const expectedFaults = Object.entries(faultsOfUserCode).flatMap(([block, checks]) => {
  const [stack = "", address = ""] = block.split(" ");
  return checks.map((check) => findingKey({ check, stack, address }));
});

const failedIn = (mode: string) => done.results.find((one) => one.mode === mode)?.failed ?? [];

describe("checkov over settings that use everything, with code of a user's own beside them", () => {
  test("reads each stack in both modes", () => {
    expect(done.results.map(({ mode }) => mode)).toEqual([...modes]);
    expect(done.stacks).toEqual(["bootstrap", "bootstrap-345678901234", "live", "sandbox", "shared", "test"]);
  });

  test("finds the faults of the user's code and nothing else", () => {
    const faults = faultsOf(done.results, expectation()).map((line) => line.replace(/ failed: .*/, ""));
    expect(faults.sort()).toEqual([...expectedFaults].sort());
  });

  test.each([...modes])("finds each fault of the user's code in mode %s", (mode) => {
    expect(failedIn(mode).map(findingKey)).toEqual(expect.arrayContaining(expectedFaults));
  });

  test.each([...modes])("checks more than four hundred blocks in mode %s", (mode) => {
    const result = done.results.find((one) => one.mode === mode);
    expect(result && tally(result, expectation()).resources).toBeGreaterThan(400);
  });

  test.each([...modes])("catches the faults of the fixture in mode %s", (mode) => {
    const expected = plantedFaults.map((fault) => `${fixtureName}: ${fault}`);
    expect(failedIn(mode).map(findingKey)).toEqual(expect.arrayContaining(expected));
  });
});

describe("the list of accepted findings", () => {
  const names = acceptedFindings.flatMap(({ checks, type, madeBy }, entry) =>
    checks.map((check) => ({
      entry,
      check,
      name: `${check} of ${type} in ${madeBy.map(({ name }) => name).join(" in ")}`,
    })),
  );

  test.each(names)("needs $name", ({ entry, check }) => {
    const failed = new Set(done.results.flatMap((result) => result.failed.map(findingKey)));
    const used = done.accepted.filter((one) => one.entry === entry && one.check === check);
    expect(used.map(findingKey).filter((key) => failed.has(key))).not.toEqual([]);
  });

  test("accepts each check of a block for one reason", () => {
    const keys = done.accepted.map(findingKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("gives each a reason in a sentence", () => {
    for (const { reason } of acceptedFindings) expect(reason).toMatch(/^[A-Za-z].{30,}\.$/);
  });
});
