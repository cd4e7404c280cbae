import { faultsWith } from "../../../settings/example-settings";

describe("add-on options", () => {
  test.each([
    [
      "an unknown add-on",
      { corednss: "v1.12.4-eksbuild.1" },
      'addonVersions.corednss: got the name "corednss", allowed: one of eks-pod-identity-agent, ',
    ],
    [
      "a malformed version",
      { coredns: "1.12.4" },
      'addonVersions.coredns: got "1.12.4", allowed: "latest", "default" or a version such as',
    ],
    [
      "a version of the EBS CSI driver that does not tag volumes with the cluster's name",
      { "aws-ebs-csi-driver": "v1.57.9-eksbuild.1" },
      'addonVersions.aws-ebs-csi-driver: got "v1.57.9-eksbuild.1", allowed: v1.58.0 or later, "latest" or "default"',
    ],
    [
      "a version before the first major one",
      { "aws-ebs-csi-driver": "v0.99.0-eksbuild.1", coredns: "default" },
      'addonVersions.aws-ebs-csi-driver: got "v0.99.0-eksbuild.1", allowed: v1.58.0 or later',
    ],
    ["another word", "newest", 'addonVersions: got "newest", allowed: "latest", "default" or versions by add-on'],
  ])("refuse add-on versions with %s", (_, addonVersions, line) => {
    expect(faultsWith({ "cluster.addonVersions": addonVersions })).toEqual([expect.stringContaining(line)]);
  });

  test.each([["latest"], ["default"], [{ coredns: "v1.12.4-eksbuild.1", "vpc-cni": "latest" }]])(
    "accept add-on versions %j",
    (addonVersions) => {
      expect(faultsWith({ "cluster.addonVersions": addonVersions })).toEqual([]);
    },
  );
});
