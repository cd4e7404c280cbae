import { acceptedFindings } from "../../scan/accepted-findings";
import { findingKey, modes } from "../../scan/findings";
import { fixtureName, plantedFaults } from "../../scan/fixture/planted-faults";
import { scan, type Scan } from "../../scan/scan";
import { faultsOf, tally } from "../../scan/verdict";

let done: Scan;

beforeAll(async () => {
  done = await scan();
}, 300_000);

const expectation = () => ({
  stacks: done.stacks,
  accepted: acceptedFindings,
  planted: plantedFaults,
  fixture: fixtureName,
});

describe("checkov over the stacks as AWS gets them", () => {
  test("reads each stack in both modes", () => {
    expect(done.results.map(({ mode }) => mode)).toEqual([...modes]);
    expect(done.stacks).toEqual(expect.arrayContaining(["bootstrap", "dev", "prod"]));
  });

  test("finds nothing but what is accepted, and all of that", () => {
    expect(faultsOf(done.results, expectation())).toEqual([]);
    for (const result of done.results) {
      expect(tally(result, expectation())).toMatchObject({ failed: 0, skipped: expect.any(Number) as number });
    }
  });

  test.each([...modes])("looks at more than a hundred blocks in mode %s", (mode) => {
    const result = done.results.find((one) => one.mode === mode);
    expect(result && tally(result, expectation()).resources).toBeGreaterThan(100);
  });

  test.each([...modes])("catches the planted faults in mode %s", (mode) => {
    const failed = done.results.find((one) => one.mode === mode)?.failed.map(findingKey) ?? [];
    expect(failed).toEqual(expect.arrayContaining(plantedFaults.map((fault) => `${fixtureName}: ${fault}`)));
  });
});
