import { refuseZonesWithoutEks } from "../../../src/constructs/vpc/zone-options";
import { faultsWith } from "../../settings/example-settings";
import { optionFaults } from "../../support/option-faults";
import { synthesizeVpc } from "./fixture";

describe("zones of a region", () => {
  test.each([
    ["us-east-1", ["a", "e"], 1, "a, b, c, d, f"],
    ["ca-central-1", ["a", "c"], 1, "a, b, d"],
    ["eu-west-1", ["a", "b", "d"], 2, "a, b, c"],
    ["ap-northeast-1", ["a", "f"], 1, "a, b, c, d"],
    ["us-gov-west-1", ["d", "a"], 0, "a, b, c"],
  ])("of %s are refused where EKS creates no cluster: %j", (region, zones, position, letters) => {
    const allowed = `zones of ${region} in which EKS can create a cluster: ${letters}`;
    const path = `availabilityZones[${position}]`;
    expect(refuseZonesWithoutEks(region, zones)).toEqual([{ path, got: JSON.stringify(zones[position]), allowed }]);
  });

  test.each([
    ["us-east-1", ["a", "b", "c", "d", "f"]],
    ["us-west-2", ["a", "d"]],
    ["ca-central-1", ["a", "d"]],
    ["cn-north-1", ["a", "d"]],
    ["us-north-9", ["a", "f"]],
  ])("of %s are accepted: %j", (region, zones) => {
    expect(refuseZonesWithoutEks(region, zones)).toEqual([]);
  });

  test("are checked by the settings and by the construct", () => {
    const line = 'availabilityZones[1]: got "e", allowed: zones of us-east-1 in which EKS can create a cluster: ';
    expect(faultsWith({ region: "us-east-1", "network.availabilityZones": ["a", "e"] })).toEqual([
      expect.stringContaining(`prod.network.${line}`),
    ]);
    expect(optionFaults(() => synthesizeVpc({ region: "us-east-1", availabilityZones: ["a", "e"] }))).toEqual([
      expect.stringContaining(line),
    ]);
  });
});
