import { Construct } from "constructs";
import { parseOptions } from "../../../options/parse-options";
import { type ExternalDnsOptions, externalDnsOptions } from "./workload-options";
import { type ClusterContext, clusterContextOf } from "../cluster/cluster-context";
import { externalDnsStatements } from "./external-dns-policy";
import type { HelmValues } from "./helm-values";
import { PodIdentityRole } from "../../iam/pod-identity-role";

export interface ExternalDnsProps extends ClusterContext, ExternalDnsOptions {
  /**
   * Namespace in which it is installed.
   * @default - "external-dns"
   */
  readonly namespace?: string;

  /**
   * Its service account.
   * @default - "external-dns"
   */
  readonly serviceAccount?: string;
}

/**
 * The AWS resource that external-dns needs to publish the names of Services and Ingresses: a role for the given hosted
 * zones.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 * @throws when the list of hosted zones is empty, or an entry is not the ARN of a hosted zone
 */
export class ExternalDns extends Construct {
  /** Role of its pods. */
  readonly role: PodIdentityRole;

  /** Values of the chart `external-dns` of https://kubernetes-sigs.github.io/external-dns. */
  readonly helmValues: HelmValues;

  constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id);
    const { hostedZoneArns } = parseOptions(this, externalDnsOptions, props);
    const serviceAccount = props.serviceAccount ?? "external-dns";

    this.role = new PodIdentityRole(this, "controller", {
      ...clusterContextOf(props),
      roleName: `${props.clusterName}-external-dns`,
      namespace: props.namespace ?? "external-dns",
      serviceAccount,
      policies: { "hosted-zones": externalDnsStatements(hostedZoneArns) },
    });
    this.helmValues = {
      provider: { name: "aws" },
      serviceAccount: { name: serviceAccount },
      policy: "upsert-only",
      registry: "txt",
      txtOwnerId: props.clusterName,
      env: [{ name: "AWS_DEFAULT_REGION", value: props.region }],
    };
  }
}
