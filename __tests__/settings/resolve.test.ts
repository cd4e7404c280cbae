import { validateSettings } from "../../src/settings/validate";
import { faultsWith, organization, prod } from "./example-settings";

describe("defaults that depend on other settings", () => {
  test("are the organization's region, and the usual zones of Tokyo", () => {
    expect(validateSettings(organization, [prod]).environments[0]).toMatchObject({
      region: "ap-northeast-1",
      network: { availabilityZones: ["a", "c", "d"] },
    });
  });

  test("do not exist for the zones of other regions", () => {
    expect(faultsWith({ region: "eu-central-1" })).toEqual([
      "prod.network.availabilityZones: got nothing, allowed: the letters of at least 2 zones of eu-central-1",
    ]);
  });
});
