import { Testing } from "cdktf";
import { validateSettings } from "../../src/settings/validate";
import { awsTarget } from "../../src/target/emulator";
import { EnvironmentStack } from "../../src/stacks/environment-stack";
import { environmentWith, organization as organizationSettings } from "../settings/example-settings";
import { Synthesized, type Block } from "../support/synthesize";

type Json = ConstructorParameters<typeof Synthesized>[0] & { output: Record<string, Block> };

/** The stack of an environment with only the required settings, and the given settings by their path. */
function stackWith(changes: Readonly<Record<string, unknown>> = {}, organizationChanges: object = {}) {
  const settings = { ...organizationSettings, ...organizationChanges };
  const { organization, environments } = validateSettings(settings, [environmentWith(changes)]);
  const [environment] = environments;
  if (!environment) throw new Error("no environment");
  const stack = new EnvironmentStack(Testing.app(), "prod", { organization, environment, target: awsTarget });
  const json = JSON.parse(Testing.synth(stack)) as Json;
  return Object.assign(new Synthesized(json), { outputs: json.output });
}

describe("an environment's stack", () => {
  const minimal = stackWith();

  test("puts every role under the permissions boundary that bootstrap creates for the environment", () => {
    const everything = stackWith({
      "cluster.sessionManagerAccess": true,
      "cluster.workloads": { karpenter: true, loadBalancerController: true },
    });
    const boundaries = Object.values(everything.blocks("aws_iam_role")).map(
      (role) => role.permissions_boundary as string,
    );

    expect(boundaries.length).toBeGreaterThan(6);
    expect([...new Set(boundaries)]).toEqual(["arn:aws:iam::123456789012:policy/platform-prod-boundary"]);
  });

  test("outputs what operators and deployments need", () => {
    expect(Object.keys(minimal.outputs).sort()).toEqual([
      "cluster_certificate_authority",
      "cluster_endpoint",
      "cluster_name",
      "cluster_oidc_issuer",
      "cluster_security_group_id",
      "node_role_arn",
      "node_security_group_id",
      "protected_resources",
      "repository_urls",
      "storage_class",
      "update_kubeconfig",
      "volume_key_arn",
      "vpc_id",
    ]);
    expect(minimal.outputs.update_kubeconfig?.value).toBe(
      "aws eks update-kubeconfig --region ap-northeast-1 --name platform-prod",
    );
  });

  test("outputs a StorageClass that names the volumes' key, or none under AWS managed keys", () => {
    const parametersOf = (stack: ReturnType<typeof stackWith>) =>
      (stack.outputs.storage_class?.value as { parameters: unknown }).parameters;

    expect(minimal.outputs.volume_key_arn?.value).toBe("${aws_kms_key.key_volumes.arn}");
    expect(parametersOf(minimal)).toMatchObject({ encrypted: "true", kmsKeyId: "${aws_kms_key.key_volumes.arn}" });
    const managed = stackWith({ encryption: "aws-managed" });
    expect(managed.outputs).not.toHaveProperty("volume_key_arn");
    expect(parametersOf(managed)).toEqual({ type: "gp3", encrypted: "true" });
  });

  test("has no access through Session Manager, no roles for controllers and no registry settings by default", () => {
    expect(minimal.ids("aws_instance")).toEqual([]);
    expect(minimal.ids("aws_sqs_queue")).toEqual([]);
    expect(minimal.ids("aws_ecr_registry_scanning_configuration")).toEqual([]);
    expect(minimal.ids("aws_iam_role").filter((id) => id.startsWith("workloads"))).toEqual([]);
  });

  test("has names of roles, rules and queues that fit for the longest names of organization and environment", () => {
    const changes = {
      name: "e".repeat(27),
      "cluster.workloads": {
        karpenter: true,
        clusterAutoscaler: true,
        loadBalancerController: true,
        externalDns: { hostedZoneArns: ["arn:aws:route53:::hostedzone/Z0123456789ABC"] },
      },
      "cluster.nodeGroups.general.autoscaled": true,
      "cluster.sessionManagerAccess": true,
    };
    const stack = stackWith(changes, { bootstrap: { stateEnvironment: changes.name } });
    const names = ["aws_iam_role", "aws_iam_instance_profile", "aws_cloudwatch_event_rule", "aws_sqs_queue"]
      .flatMap((type) => Object.values(stack.blocks(type)))
      .map(({ name }) => String(name));
    expect(names).toContain(`platform-${changes.name}-karpenter-spot-interruption`);
    expect(Math.max(...names.map(({ length }) => length))).toBe(64);
  });

  test("configures a node group by its settings", () => {
    const group = "cluster.nodeGroups.general";
    const stack = stackWith({
      [`${group}.instanceTypes`]: ["m7g.large"],
      [`${group}.amiType`]: "BOTTLEROCKET_ARM_64",
      [`${group}.capacityType`]: "SPOT",
      [`${group}.labels`]: { team: "web" },
      [`${group}.taints`]: [{ key: "dedicated", value: "web", effect: "PREFER_NO_SCHEDULE" }],
      [`${group}.availabilityZones`]: ["d"],
      [`${group}.releaseVersion`]: "1.52.0-1a2b3c4d",
      [`${group}.maxUnavailablePercentage`]: 10,
      [`${group}.nodeRepair`]: false,
      [`${group}.autoscaled`]: true,
      [`${group}.diskSizeGiB`]: 80,
    });

    expect(stack.at("aws_eks_node_group.cluster_nodes_general")).toMatchObject({
      instance_types: ["m7g.large"],
      ami_type: "BOTTLEROCKET_ARM_64",
      capacity_type: "SPOT",
      labels: { team: "web" },
      taint: [{ key: "dedicated", value: "web", effect: "PREFER_NO_SCHEDULE" }],
      subnet_ids: ["${aws_subnet.vpc_private_d.id}"],
      release_version: "1.52.0-1a2b3c4d",
      update_config: { max_unavailable_percentage: 10 },
      node_repair_config: { enabled: false },
      lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
    });
    expect(stack.at("aws_launch_template.cluster_nodes_general_launch_template")).toMatchObject({
      block_device_mappings: [{ device_name: "/dev/xvda" }, { device_name: "/dev/xvdb", ebs: { volume_size: 80 } }],
    });
  });

  test("encrypts logs, volumes and images under the environment's own keys, or under AWS managed keys if configured", () => {
    const keys = (stack: Synthesized) => ({
      flowLogs: stack.at("aws_cloudwatch_log_group.vpc_flow_logs_group").kms_key_id as unknown,
      controlPlaneLogs: stack.at("aws_cloudwatch_log_group.cluster_logs").kms_key_id as unknown,
      images: stack.at("aws_ecr_repository.repositories_api").encryption_configuration as unknown,
    });

    expect(keys(stackWith({ "repositories.api": {} }))).toEqual({
      flowLogs: "${aws_kms_key.key_logs.arn}",
      controlPlaneLogs: "${aws_kms_key.key_logs.arn}",
      images: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.key_images.arn}" }],
    });
    const cache = { imageRegistry: { pullThroughCache: { k8s: { upstream: "registry.k8s.io" } } } };
    const template = "aws_ecr_repository_creation_template.registry_cache_k8s_template";
    expect(stackWith(cache).at(template)).toMatchObject({
      encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.key_images.arn}" }],
    });
    expect(stackWith({ ...cache, encryption: "aws-managed" }).at(template)).not.toHaveProperty("custom_role_arn");
    const managed = stackWith({ "repositories.api": {}, encryption: "aws-managed" });
    expect(keys(managed)).toEqual({ images: [{ encryption_type: "AES256" }] });
    expect(managed.ids("aws_kms_key")).toEqual(["cluster_secrets_key"]);
  });

  test("provides access to the private endpoint if configured, and outputs the command", () => {
    const stack = stackWith({ "cluster.sessionManagerAccess": true });

    expect(stack.at("aws_instance.session_manager_access").subnet_id).toBe("${aws_subnet.vpc_private_a.id}");
    expect(stack.outputs.port_forwarding_command?.value).toContain("aws ssm start-session --region ap-northeast-1");
  });

  test("gives controllers their permissions if configured, and outputs the Helm values", () => {
    const zone = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ";
    const stack = stackWith({
      "cluster.nodeGroups.general.autoscaled": true,
      "cluster.workloads": {
        karpenter: true,
        clusterAutoscaler: true,
        loadBalancerController: true,
        externalDns: { hostedZoneArns: [zone] },
      },
    });

    expect(Object.keys(stack.outputs.helm_values?.value as object).sort()).toEqual([
      "aws-load-balancer-controller",
      "cluster-autoscaler",
      "external-dns",
      "karpenter",
    ]);
    const namesOfRoles = Object.values(stack.blocks("aws_iam_role")).map(({ name }) => name as unknown);
    expect(namesOfRoles).toEqual(
      expect.arrayContaining(
        ["karpenter", "cluster-autoscaler", "load-balancer-controller", "external-dns"].map(
          (use) => `platform-prod-${use}`,
        ),
      ),
    );
  });

  test.each([
    ["none", true],
    ["single", false],
    ["one-per-az", false],
  ])("gives controllers values for a VPC with natGateways %s: isolated %s", (natGateways, isolated) => {
    const stack = stackWith({
      "network.natGateways": natGateways,
      "network.interfaceEndpoints": "cluster-private",
      "cluster.workloads": { karpenter: true, loadBalancerController: true },
    });

    const { karpenter, ...others } = stack.outputs.helm_values?.value as Record<string, Record<string, object>>;
    expect("isolatedVPC" in (karpenter?.settings ?? {})).toBe(isolated);
    expect("enableWafv2" in (others["aws-load-balancer-controller"] ?? {})).toBe(isolated);
  });

  test("configures the account's registry if configured", () => {
    const stack = stackWith({ imageRegistry: { enhancedScanning: true, replicationRegions: ["ap-northeast-3"] } });

    expect(stack.at("aws_ecr_registry_scanning_configuration.registry_scanning").scan_type).toBe("ENHANCED");
    expect(stack.ids("aws_ecr_replication_configuration")).toEqual(["registry_replication"]);
  });
});
