import { comparisons } from "../../bench/comparisons";
import { scenarioOf } from "../../demo/scenario";
import { settingsOf } from "../demo/demo-settings";

const startAfresh = jest.fn(async () => Promise.resolve());

function comparisonsOf(environments: Parameters<typeof settingsOf>[0]) {
  const settings = settingsOf(environments, { stateBucketPrefix: "acme", stateKeyAlias: "alias/acme-state" });
  return comparisons({ folder: "/bench", scenario: scenarioOf(settings), accounts: { startAfresh } });
}

const syntheses = [
  "the app alone",
  "the app alone",
  "one environment of 200",
  "cdktf synth of all stacks",
  "cdktf synth",
  "cdktf synth",
];

const titles = (environments: Parameters<typeof settingsOf>[0]) =>
  comparisonsOf(environments).map(({ title }) => title.replace(/ against .*/, ""));

test("the benchmarks deploy and review the environments of the settings", () => {
  expect(titles([{ name: "staging" }, { name: "live" }])).toEqual([
    ...syntheses,
    "cdktf diff live",
    "cdktf deploy staging",
    "npm run deploy -- staging",
  ]);
});

test("the only environment is both deployed and reviewed", () => {
  expect(titles([{ name: "live" }])).toEqual([
    ...syntheses,
    "cdktf diff live",
    "cdktf deploy live",
    "npm run deploy -- live",
  ]);
});

test("what the emulator cannot run is left out", () => {
  expect(titles([{ name: "dev", region: "us-gov-west-1" }])).toEqual(syntheses);
});

test("each run starts afresh in the account and region of its stack", async () => {
  const staging = { name: "staging", account: "222233334444", region: "eu-west-1" };
  const live = { name: "live", account: "555566667777" };
  const [diff, deploy] = comparisonsOf([staging, live]).slice(syntheses.length);
  await diff?.ours.prepare();
  await deploy?.baseline.prepare();
  expect(startAfresh.mock.calls).toMatchObject([[live], [staging]]);
});
