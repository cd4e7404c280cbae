import { scenarioOf } from "../../demo/scenario";
import { settingsOf } from "./demo-settings";

const names = (...environments: string[]) => environments.map((name) => ({ name }));

/** The names in a scenario. */
function chosen(...environments: string[]) {
  const { bootstrapEnvironment, deployed, reviewed } = scenarioOf(settingsOf(names(...environments)));
  return { bootstrap: bootstrapEnvironment.name, deployed: deployed.name, reviewed: reviewed?.name };
}

describe("the environments of the demo", () => {
  test("are dev and prod, in any order of the settings", () => {
    expect(chosen("staging", "prod", "dev")).toEqual({ bootstrap: "dev", deployed: "dev", reviewed: "prod" });
  });

  test("are the first one and prod if none is named dev", () => {
    expect(chosen("staging", "test", "prod")).toEqual({ bootstrap: "prod", deployed: "staging", reviewed: "prod" });
  });

  test("are dev and the first of the others if none is named prod", () => {
    expect(chosen("staging", "dev", "live")).toMatchObject({ deployed: "dev", reviewed: "staging" });
  });

  test("are two different ones if prod is the first", () => {
    expect(chosen("prod", "staging")).toMatchObject({ deployed: "prod", reviewed: "staging" });
  });

  test.each(["dev", "prod", "live"])("are only %s if there is no other", (name) => {
    expect(chosen(name)).toEqual({ bootstrap: name, deployed: name, reviewed: undefined });
  });
});

describe("the demo's notes", () => {
  test("are none for dev and prod", () => {
    expect(scenarioOf(settingsOf(names("dev", "prod")))).toMatchObject({ isEmulated: true, notes: [] });
  });

  test("name the environments that the demo uses if they have other names", () => {
    expect(scenarioOf(settingsOf(names("staging", "live"))).notes).toEqual([
      "staging is deployed: no environment is named dev",
      "live is reviewed: no other environment is named prod",
    ]);
  });

  test("say that a single environment leaves nothing to review", () => {
    expect(scenarioOf(settingsOf(names("dev"))).notes).toEqual(["the review is skipped: dev is the only environment"]);
  });

  test("say that the emulator does not support chat channels", () => {
    const settings = settingsOf(names("dev", "prod"), {
      "audit.slack": { workspaceId: "T0123ABCD", channelId: "C0123ABCD" },
    });
    expect(scenarioOf(settings)).toMatchObject({
      isEmulated: true,
      notes: ["audit.slack is omitted: the emulator does not support chat channels"],
    });
  });

  test("say which repositories have no mutable tags in the emulator", () => {
    const repositories = { api: {}, web: { mutableTagPatterns: ["latest*"] } };
    expect(scenarioOf(settingsOf([{ name: "dev", repositories }, { name: "prod" }])).notes).toEqual([
      "dev.repositories.web.mutableTagPatterns is omitted: emulator runs allow version 5 of the AWS provider, which does not support it",
    ]);
  });

  test.each([
    [
      "all are in GovCloud",
      [
        { name: "dev", region: "us-gov-west-1" },
        { name: "prod", region: "us-gov-west-1" },
      ],
      "us-gov-west-1",
    ],
    [
      "the state is copied from one region of GovCloud to the other",
      [{ name: "dev", region: "us-gov-west-1", replicaRegion: "us-gov-east-1" }],
      "us-gov-west-1, us-gov-east-1",
    ],
  ])("say that nothing is deployed when %s", (_case, environments, regions) => {
    expect(scenarioOf(settingsOf(environments))).toMatchObject({
      isEmulated: false,
      notes: [`bootstrap, deploy and review are skipped: the emulator does not support ${regions}`],
    });
  });
});
