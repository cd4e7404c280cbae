import { acceptedControls } from "../../support/example";

/** The acceptances of an operator's `environments/index.ts` that exports these. */
function load(settings: object): unknown {
  let acceptances: unknown;
  jest.isolateModules(() => {
    jest.doMock("../../support/example", () => settings);
    const { loadAcceptances } = jest.requireActual<typeof import("../../../assessment/controls/acceptances")>(
      "../../../assessment/controls/acceptances",
    );
    acceptances = loadAcceptances();
  });
  return acceptances;
}

test("are those that the operator's settings export", () => {
  expect(load({ acceptedControls })).toEqual(acceptedControls);
});

test("are none where the settings export none, as in environments of an earlier version", () => {
  expect(load({ organization: {}, environments: [] })).toEqual([]);
});

test("that are invalid end the command with their path and what to do", () => {
  expect(() => load({ acceptedControls: [{ ...acceptedControls[0], rule: "s3-is-fine" }] })).toThrow(
    "accepted-controls[0].rule",
  );
});
