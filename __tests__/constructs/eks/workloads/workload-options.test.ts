import { faultsWith } from "../../../settings/example-settings";

describe("workload options", () => {
  test("refuse external-dns without a hosted zone", () => {
    expect(faultsWith({ "cluster.workloads.externalDns": { hostedZoneArns: [] } })).toEqual([
      expect.stringContaining("externalDns.hostedZoneArns: got [], allowed: a list of at least 1 ARNs of hosted zones"),
    ]);
  });

  test.each(["arn:aws:route53:::hostedzone/*", "Z0123456789ABC", "*"])(
    "refuse %s as the ARN of a hosted zone",
    (arn) => {
      expect(faultsWith({ "cluster.workloads.externalDns": { hostedZoneArns: [arn] } })).toEqual([
        expect.stringContaining(`hostedZoneArns[0]: got "${arn}", allowed: ARN of a hosted zone`),
      ]);
    },
  );

  test("refuse a cluster autoscaler with no node group to scale", () => {
    const settings = { "cluster.workloads.clusterAutoscaler": true };
    expect(faultsWith(settings)).toEqual([
      "prod.cluster.workloads.clusterAutoscaler: got true, allowed: false, unless at least one node group is autoscaled",
    ]);
    expect(faultsWith({ ...settings, "cluster.nodeGroups.general.autoscaled": true })).toEqual([]);
  });
});
