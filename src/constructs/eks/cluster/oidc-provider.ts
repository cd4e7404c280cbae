import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface OidcProviderProps {
  /** Name of the cluster, for the provider's Name tag. */
  readonly clusterName: string;

  /** URL of the issuer of the cluster's service account tokens. */
  readonly issuer: string;
}

/**
 * Lets IAM trust the cluster's service account tokens (IRSA), for pods that cannot use Pod Identity.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 */
export class OidcProvider extends Construct {
  readonly providerArn: string;

  /** The issuer as in the conditions of trust policies, without `https://`. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: OidcProviderProps) {
    super(scope, id);
    this.issuer = Fn.element(Fn.split("://", props.issuer), 1) as string;
    const provider = new IamOpenidConnectProvider(this, "Resource", {
      url: `https://${this.issuer}`,
      clientIdList: ["sts.amazonaws.com"],
      tags: { Name: props.clusterName },
    });
    this.providerArn = provider.arn;
  }
}
