import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import { accessPolicyArn } from "../../iam/arn";
import { type ClusterAccess, partsByPrincipal, type PrincipalPart } from "./access-options";
import type { ClusterContext } from "./cluster-context";

/**
 * The access policy of each kind of user. The policy of viewers excludes secrets and everything outside of namespaces.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
const accessPolicies = {
  administrator: "AmazonEKSClusterAdminPolicy",
  developer: "AmazonEKSEditPolicy",
  viewer: "AmazonEKSViewPolicy",
} as const;

export interface AccessEntriesProps extends ClusterContext {
  /** Principals and their access to the cluster. */
  readonly access: ClusterAccess;
}

/**
 * One access entry for each principal, keyed by the principal's name, with a policy association for each of its parts.
 * The principal that deploys gets no access by deploying.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class AccessEntries extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessEntriesProps,
  ) {
    super(scope, id);
    for (const [principalArn, parts] of partsByPrincipal(props.access)) this.addEntry(principalArn, parts);
  }

  private addEntry(principalArn: string, parts: readonly PrincipalPart[]): void {
    const { clusterName, region, dependsOn = [] } = this.props;
    const scope = new Construct(this, this.keyOf(principalArn));
    const entry = new EksAccessEntry(scope, "Resource", { clusterName, principalArn, dependsOn: [...dependsOn] });
    for (const { part, namespaces } of parts) {
      new EksAccessPolicyAssociation(scope, part, {
        clusterName,
        principalArn,
        policyArn: accessPolicyArn(region, accessPolicies[part]),
        accessScope: namespaces ? { type: "namespace", namespaces: [...namespaces] } : { type: "cluster" },
        dependsOn: [entry],
      });
    }
  }

  /** `role-Admin` for a role of the cluster's account, `111122223333-role-Admin` for a role of another account. */
  private keyOf(principalArn: string): string {
    const [account, resource = ""] = principalArn.split(":").slice(4);
    const name = resource.replaceAll("/", "-");
    return account === this.props.accountId ? name : `${account}-${name}`;
  }
}
