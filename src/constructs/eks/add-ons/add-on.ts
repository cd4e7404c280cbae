import { DataAwsEksAddonVersion } from "@cdktf/provider-aws/lib/data-aws-eks-addon-version";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type ClusterContext, clusterContextOf } from "../cluster/cluster-context";
import { minimumVersionOf } from "./add-on-options";
import { PodIdentityRole } from "../../iam/pod-identity-role";
import type { RolePermissions } from "../../iam/role-permissions";

/** The permissions of an add-on's pods. */
export interface AddOnRole extends RolePermissions {
  /** Name of the role in IAM. */
  readonly roleName: string;

  /** Service account of the pods, in `kube-system`. */
  readonly serviceAccount: string;
}

export interface AddOnProps extends ClusterContext {
  /** Name of the add-on as EKS knows it, for example `vpc-cni`. */
  readonly addonName: string;

  /** Kubernetes version that the add-on must support. */
  readonly kubernetesVersion: string;

  /** `default` or `latest` for the Kubernetes version, or an exact version such as `v1.20.4-eksbuild.2`. */
  readonly addonVersion: string;

  /**
   * Configuration of the add-on, in its own schema (`aws eks describe-addon-configuration`).
   * @default - the add-on's own defaults
   */
  readonly configuration?: Readonly<Record<string, unknown>>;

  /**
   * Permissions of the add-on's pods, granted through Pod Identity before they start.
   * @default - none
   */
  readonly role?: AddOnRole;

  /**
   * Node groups on which the add-on runs.
   * @default - none: the add-on is created before the first node
   */
  readonly runsOn?: readonly ITerraformDependable[];
}

/**
 * An add-on that EKS installs and updates. The configuration here takes precedence: changes in the cluster to fields
 * that the add-on manages are overwritten.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class AddOn extends Construct {
  readonly addOn: EksAddon;

  constructor(scope: Construct, id: string, props: AddOnProps) {
    super(scope, id);
    const addonVersion = this.resolveVersion(props);

    this.addOn = new EksAddon(this, "Resource", {
      clusterName: props.clusterName,
      addonName: props.addonName,
      addonVersion,
      configurationValues: props.configuration ? JSON.stringify(props.configuration) : undefined,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      dependsOn: [...(props.dependsOn ?? []), ...this.grantRole(props), ...(props.runsOn ?? [])],
    });
  }

  private resolveVersion({ addonName, addonVersion, kubernetesVersion }: AddOnProps): string {
    if (addonVersion !== "default" && addonVersion !== "latest") return addonVersion;
    const mostRecent = addonVersion === "latest";
    const minimum = minimumVersionOf(addonName);
    const lifecycle = minimum === undefined ? undefined : { postcondition: [isAtLeast(minimum, addonName)] };
    return new DataAwsEksAddonVersion(this, "version", { addonName, kubernetesVersion, mostRecent, lifecycle }).version;
  }

  private grantRole(props: AddOnProps): readonly ITerraformDependable[] {
    if (props.role === undefined) return [];
    const context = clusterContextOf(props);
    return new PodIdentityRole(this, "role", { ...props.role, ...context, namespace: "kube-system" }).dependables;
  }
}

/** Fails a plan in which EKS answers with an earlier version: every minor version so far is of the same major one. */
function isAtLeast(minimum: string, addonName: string) {
  const minor = minimum.split(".")[1] ?? "0";
  return {
    condition: `\${tonumber(split(".", self.version)[1]) >= ${minor}}`,
    errorMessage: `addonVersions: ${addonName} must have version ${minimum} or later: set "latest", or such a version.`,
  };
}
