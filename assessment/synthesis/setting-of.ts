import { isObject, type JsonObject } from "../../src/cdktf/terraform-json";
import type { Project } from "../model/project";

/** A setting: whose it is, `organization` or the name of an environment, and its path there. */
export interface SettingReference {
  readonly owner: string;
  readonly keys: readonly string[];

  /** As in messages: `prod.cluster.nodeGroups.general`, `organization.audit`. */
  readonly path: string;
}

type Settings = Project["settings"];

/** A pattern of construct paths below an environment's stack, and the setting that asks for what matches. */
type Row = readonly [pattern: RegExp, setting: string];

/** The first match counts. `$1` is a name in the settings, which a construct ID may have with `--` instead of `/`. */
const ofEnvironments: readonly Row[] = [
  [/^vpc\/flow-logs/, "network.flowLogRetentionDays"],
  [/^vpc\/nat|^vpc\/private\/\w+\/internet/, "network.natGateways"],
  [/^vpc\/database|^vpc\/s3\/database/, "network.databaseSubnets"],
  [/^vpc\/endpoints/, "network.interfaceEndpoints"],
  [/^vpc\/(public|private|intra)\/[a-z](\/|$)|^vpc\/s3\/private-/, "network.availabilityZones"],
  [/^vpc\/Resource/, "network.cidr"],
  [/^vpc/, "network"],
  [/^cluster\/nodes\/([^/]+)/, "cluster.nodeGroups.$1"],
  [/^cluster\/node-role/, "cluster.nodeGroups"],
  [/^cluster\/access/, "cluster.access"],
  [/^cluster\/addon/, "cluster.addonVersions"],
  [/^cluster\/Resource\/logs/, "cluster.logRetentionDays"],
  [/^cluster/, "cluster"],
  [/^key/, "encryption"],
  [/^repositories\/([^/]+)/, "repositories.$1"],
  [/^registry\/cache-role/, "imageRegistry.pullThroughCache"],
  [/^registry\/cache-([^/]+)/, "imageRegistry.pullThroughCache.$1"],
  [/^registry\/replication/, "imageRegistry.replicationRegions"],
  [/^registry\/scanning/, "imageRegistry.enhancedScanning"],
  [/^registry/, "imageRegistry"],
  [/^session-manager-access/, "cluster.sessionManagerAccess"],
  [/^workloads\/karpenter/, "cluster.workloads.karpenter"],
  [/^workloads\/cluster-autoscaler/, "cluster.workloads.clusterAutoscaler"],
  [/^workloads\/load-balancer/, "cluster.workloads.loadBalancerController"],
  [/^workloads\/external-dns/, "cluster.workloads.externalDns"],
];

/** The same below a bootstrap stack, for settings of the organization. */
const ofOrganization: readonly Row[] = [
  [/^state-key(\/|$)/, "stateKeyAlias"],
  [/^role-/, "stateAccess.createRoles"],
  [/^alerts[^/]*\/(mail-to-)/, "audit.mailAddresses"],
  [/^alerts[^/]*\/(slack|chat)/, "audit.slack"],
  [/^alert-identity/, "audit.identityAlerts"],
  [/^(alert|audit)/, "audit"],
];

/** The same, for settings of the environment whose name is `$1`. */
const ofStates: readonly Row[] = [
  [/^(?:replica|replication)-([^/]+)/, "state.replicaRegion"],
  [/^state-([^/]+)/, "state"],
  [/^boundary-([^/]+)/, "name"],
];

/**
 * The setting that asks for a construct.
 *
 * @param constructPath path with the name of the stack: `prod/cluster/nodes/general/Resource`
 */
export function settingOf(constructPath: string, settings: Settings): SettingReference {
  const [stack = "", ...ids] = constructPath.split("/").filter((id) => !id.startsWith("["));
  const path = ids.join("/");
  const environment = settings.environments.find(({ name }) => name === stack);
  if (environment) return ofEnvironment(stack, environment, path);
  return stateSetting(path, settings) ?? reference("organization", ...organizationKeys(path));
}

function ofEnvironment(stack: string, environment: JsonObject, path: string): SettingReference {
  for (const [pattern, setting] of ofEnvironments) {
    const [match, id = ""] = pattern.exec(path) ?? [];
    if (match === undefined) continue;
    const keys = setting.split(".");
    const parent = keys.slice(0, -1).reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), environment);
    return reference(stack, ...keys.map((key) => (key === "$1" ? nameIn(parent, id) : key)));
  }
  return reference(stack, "state");
}

/** The name in the settings whose construct ID this is. */
function nameIn(parent: unknown, id: string): string {
  const names = isObject(parent) ? Object.keys(parent) : [];
  return names.find((name) => name.replaceAll("/", "--") === id) ?? id;
}

function stateSetting(path: string, settings: Settings): SettingReference | undefined {
  for (const [pattern, setting] of ofStates) {
    const [, name] = pattern.exec(path) ?? [];
    if (name === undefined) continue;
    if (settings.environments.some((one) => one.name === name)) return reference(name, ...setting.split("."));
    if (retiredNames(settings).includes(name)) return reference("organization", "bootstrap", "retired");
  }
  return undefined;
}

function retiredNames({ organization: { bootstrap } }: Settings): unknown[] {
  const retired = isObject(bootstrap) ? bootstrap.retired : undefined;
  return Array.isArray(retired) ? retired.map((one: unknown) => (isObject(one) ? one.name : undefined)) : [];
}

function organizationKeys(path: string): readonly string[] {
  const [, setting = "bootstrap"] = ofOrganization.find(([pattern]) => pattern.test(path)) ?? [];
  return setting.split(".");
}

function reference(owner: string, ...keys: readonly string[]): SettingReference {
  return { owner, keys, path: [owner, ...keys].join(".") };
}
