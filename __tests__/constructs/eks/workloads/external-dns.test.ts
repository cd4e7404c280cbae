import { ExternalDns, type ExternalDnsProps } from "../../../../src/constructs/eks/workloads/external-dns";
import { faultsWith } from "../../../settings/example-settings";
import { optionFaults } from "../../../support/option-faults";
import { synthesize } from "../../../support/synthesize";
import { cluster, decide, inlinePolicy } from "./workload-fixture";

const zone = "arn:aws:route53:::hostedzone/Z0123456789ABC";
const otherZone = "arn:aws:route53:::hostedzone/Z9999999999XYZ";

function build(props: Partial<ExternalDnsProps> = {}) {
  let dns: ExternalDns | undefined;
  const stack = synthesize((scope) => {
    dns = new ExternalDns(scope, "dns", { ...cluster, hostedZoneArns: [zone], ...props });
  });
  return { stack, helmValues: dns?.helmValues, policy: () => inlinePolicy(stack, "dns_controller_hosted_zones") };
}

describe("ExternalDns", () => {
  test("has permissions on the given zones and can list all zones", () => {
    expect(build().policy().Statement).toEqual([
      {
        Sid: "ChangeAddressesOfTheZones",
        Effect: "Allow",
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: [zone],
        Condition: {
          Null: { "route53:ChangeResourceRecordSetsRecordTypes": ["false"] },
          "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"] },
        },
      },
      {
        Sid: "ReadTheZones",
        Effect: "Allow",
        Action: ["route53:ListResourceRecordSets", "route53:ListTagsForResources"],
        Resource: [zone],
      },
      { Sid: "FindTheZones", Effect: "Allow", Action: ["route53:ListHostedZones"], Resource: ["*"] },
    ]);
  });

  test.each([
    ["addresses in its zone", zone, ["A", "TXT"], "Allowed"],
    ["addresses in another zone", otherZone, ["A"], "ImplicitlyDenied"],
    ["name servers in its zone", zone, ["A", "NS"], "ImplicitlyDenied"],
    ["mail in its zone", zone, ["MX"], "ImplicitlyDenied"],
  ])("changes: %s", async (_, resource, types, decision) => {
    const context = { "route53:ChangeResourceRecordSetsRecordTypes": types };

    expect(await decide(build().policy(), "route53:ChangeResourceRecordSets", resource, context)).toBe(decision);
  });

  test("serves the service account of its own namespace, or another if configured", () => {
    const moved = build({ namespace: "dns", serviceAccount: "publisher" });

    expect(build().stack.at("aws_eks_pod_identity_association.dns_controller_association")).toMatchObject({
      namespace: "external-dns",
      service_account: "external-dns",
    });
    expect(moved.stack.at("aws_eks_pod_identity_association.dns_controller_association")).toMatchObject({
      namespace: "dns",
      service_account: "publisher",
    });
    expect(moved.helmValues).toMatchObject({ serviceAccount: { name: "publisher" } });
  });

  test("returns Helm values with the owner of the records and a policy that deletes none", () => {
    expect(build().helmValues).toEqual({
      provider: { name: "aws" },
      serviceAccount: { name: "external-dns" },
      policy: "upsert-only",
      registry: "txt",
      txtOwnerId: "platform-dev",
      env: [{ name: "AWS_DEFAULT_REGION", value: "ap-northeast-1" }],
    });
  });

  test("refuses the same hosted zones as the settings", () => {
    const externalDns = { hostedZoneArns: [zone, "arn:aws:route53:::hostedzone/*"] };
    const lines = optionFaults(() => build(externalDns));
    expect(lines).toEqual([expect.stringContaining('hostedZoneArns[1]: got "arn:aws:route53:::hostedzone/*"')]);
    expect(lines.map((line) => `prod.cluster.workloads.externalDns.${line}`)).toEqual(
      faultsWith({ "cluster.workloads.externalDns": externalDns }),
    );
  });
});
