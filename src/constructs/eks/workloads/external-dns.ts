import { Token } from "cdktf";
import { Construct } from "constructs";
import { type ClusterContext, clusterContextOf } from "../cluster/cluster-context";
import { externalDnsStatements } from "./external-dns-policy";
import type { HelmValues } from "./helm-values";
import { PodIdentityRole } from "../../iam/pod-identity-role";

export interface ExternalDnsProps extends ClusterContext {
  /**
   * ARNs of the Route 53 hosted zones whose records it can change, for example `arn:aws:route53:::hostedzone/Z123`. At
   * least one, without wildcards.
   */
  readonly hostedZoneArns: readonly string[];

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
    checkHostedZones(props.hostedZoneArns);
    const serviceAccount = props.serviceAccount ?? "external-dns";

    this.role = new PodIdentityRole(this, "controller", {
      ...clusterContextOf(props),
      roleName: `${props.clusterName}-external-dns`,
      namespace: props.namespace ?? "external-dns",
      serviceAccount,
      policies: { "hosted-zones": externalDnsStatements(props.hostedZoneArns) },
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

function checkHostedZones(hostedZoneArns: readonly string[]): void {
  if (hostedZoneArns.length === 0) throw new Error("hostedZoneArns must name at least one hosted zone, got none");
  const wrong = hostedZoneArns.find(
    (arn) => !Token.isUnresolved(arn) && !/^arn:[\w-]+:route53:::hostedzone\/[A-Z0-9]+$/.test(arn),
  );
  if (wrong !== undefined) {
    throw new Error(`hostedZoneArns must be ARNs such as arn:aws:route53:::hostedzone/Z123, got "${wrong}"`);
  }
}
