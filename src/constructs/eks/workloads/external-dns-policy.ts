import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { onlyOf } from "../../iam/policy-conditions";

/**
 * Record types that external-dns writes: addresses, aliases and the TXT records with which it marks its own records.
 */
const recordTypes = ["A", "AAAA", "CNAME", "TXT"];

/**
 * Permissions of external-dns: records of the given zones only, and none of the types that delegate a zone or route
 * email. Listing zones cannot be limited to some of them.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
export function externalDnsStatements(hostedZoneArns: readonly string[]): DataAwsIamPolicyDocumentStatement[] {
  return [
    {
      sid: "ChangeAddressesOfTheZones",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [...hostedZoneArns],
      condition: onlyOf("route53:ChangeResourceRecordSetsRecordTypes", ...recordTypes),
    },
    {
      sid: "ReadTheZones",
      actions: ["route53:ListResourceRecordSets", "route53:ListTagsForResources"],
      resources: [...hostedZoneArns],
    },
    { sid: "FindTheZones", actions: ["route53:ListHostedZones"], resources: ["*"] },
  ];
}
