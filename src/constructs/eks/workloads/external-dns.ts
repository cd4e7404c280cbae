import { Construct } from "constructs";
import { namespaceName, serviceAccountName } from "../../../options/kubernetes-metadata";
import { parseOptions } from "../../../options/parse-options";
import type { OptionsOf } from "../../../options/schema";
import { externalDnsOptions } from "./workload-options";
import { type ClusterContext, clusterContextFields, clusterContextOf } from "../cluster/cluster-context";
import { externalDnsStatements } from "./external-dns-policy";
import type { HelmValues } from "./helm-values";
import { PodIdentityRole } from "../../iam/pod-identity-role";

const options = clusterContextFields.extend({
  ...externalDnsOptions.shape,

  /**
   * Namespace in which it is installed.
   * @default - "external-dns"
   */
  namespace: namespaceName.default("external-dns"),

  /**
   * Its service account.
   * @default - "external-dns"
   */
  serviceAccount: serviceAccountName.default("external-dns"),
});

export interface ExternalDnsProps extends ClusterContext, OptionsOf<typeof options> {}

/**
 * The AWS resource that external-dns needs to publish the names of Services and Ingresses: a role for the given hosted
 * zones.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 * @throws when an option is invalid
 */
export class ExternalDns extends Construct {
  /** Role of its pods. */
  readonly role: PodIdentityRole;

  /** Values of the chart `external-dns` of https://kubernetes-sigs.github.io/external-dns. */
  readonly helmValues: HelmValues;

  constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id);
    const { hostedZoneArns, namespace, serviceAccount } = parseOptions(this, options, props);

    this.role = new PodIdentityRole(this, "controller", {
      ...clusterContextOf(props),
      roleName: `${props.clusterName}-external-dns`,
      namespace,
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
