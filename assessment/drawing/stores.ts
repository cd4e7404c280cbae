import type { Block, Stack } from "../model/project";
import { nestedBlocks } from "../model/nested-blocks";
import { resourcesOf, textOf } from "../model/value";
import type { Link, Part } from "./architecture";
import { keyName, partId, textAt, textsAt } from "./block-text";
import { nodesId } from "./cluster";

/** Registries, log groups and keys of a stack. */
export function stores(stack: Stack): { readonly parts: readonly Part[]; readonly links: readonly Link[] } {
  const repositories = resourcesOf(stack, "aws_ecr_repository");
  const logGroups = resourcesOf(stack, "aws_cloudwatch_log_group");
  const hasNodes = resourcesOf(stack, "aws_eks_node_group").length > 0;
  const registry = `${stack.name}/repositories`;
  const logs = `${stack.name}/logs`;
  const logging = resourcesOf(stack, "aws_eks_cluster").filter(
    (plane) => logGroups.length > 0 && textsAt(plane, "enabled_cluster_log_types").length > 0,
  );
  return {
    parts: [
      ...list(registry, "registry", "ECR repositories", repositories.map(repositoryFact)),
      ...list(logs, "store", "Log groups", logGroups.map(logGroupFact)),
      ...keys(stack),
    ],
    links: [
      ...(hasNodes && repositories.length > 0 ? [{ from: nodesId(stack), to: registry, label: "pull images" }] : []),
      ...logging.map((plane) => ({ from: partId(plane), to: logs, label: "logs to" })),
      ...keyLinks(stack),
    ],
  };
}

function list(id: string, kind: Part["kind"], title: string, facts: readonly string[]): readonly Part[] {
  return facts.length === 0 ? [] : [{ id, kind, title: `${title}: ${facts.length}`, facts }];
}

function repositoryFact(repository: Block): string {
  const mutability = (textAt(repository, "image_tag_mutability") ?? "MUTABLE").toLowerCase();
  const tags = `${mutability.replace("_with_exclusion", "")} tags${exceptions(repository)}`;
  const scan = textAt(repository, "image_scanning_configuration.scan_on_push") === "true" ? ", scanned on push" : "";
  return `${textAt(repository, "name") ?? repository.address}: ${tags}${scan}`;
}

function exceptions(repository: Block): string {
  const filters = nestedBlocks(repository, "image_tag_mutability_exclusion_filter");
  if (filters.is === "unknown") return ` except ${filters.expression}`;
  if (filters.blocks.length === 0) return "";
  return ` except ${filters.blocks.map(({ filter }) => textOf(filter)).join(" and ")}`;
}

function logGroupFact(group: Block): string {
  const days = textAt(group, "retention_in_days");
  return `${textAt(group, "name") ?? group.address}: ${days === undefined || days === "0" ? "never expires" : `${days} days`}`;
}

/** The keys of a stack, each with what it encrypts. */
export function keys(stack: Stack): readonly Part[] {
  return resourcesOf(stack, "aws_kms_key").map((key) => ({
    id: partId(key),
    kind: "key",
    title: `KMS key ${keyName(stack, key)}`,
    facts: [
      textAt(key, "enable_key_rotation") === "true" ? "rotated" : "not rotated",
      ...[...new Set(usersOf(stack, key).map(({ type }) => `encrypts ${encrypted[type] ?? type}`))],
    ],
  }));
}

/** Words for what a key encrypts, by the type of the resource that names the key. */
const encrypted: Readonly<Record<string, string>> = {
  aws_eks_cluster: "Kubernetes secrets",
  aws_launch_template: "volumes of nodes",
  aws_ecr_repository: "images",
  aws_ecr_repository_creation_template: "cached images",
  aws_cloudwatch_log_group: "log groups",
  aws_s3_bucket_server_side_encryption_configuration: "objects",
  aws_cloudtrail: "records of the trail",
  aws_sns_topic: "alerts",
  aws_sqs_queue: "queues",
};

/** Resources that name a key to encrypt with; policies and roles that mention the key do not encrypt. */
function usersOf(stack: Stack, key: Block): readonly Block[] {
  return [...stack.blocks.values()].filter(
    ({ type, kind, values }) =>
      kind === "resource" && type in encrypted && new RegExp(`\\b${key.address}\\.`).test(JSON.stringify(values)),
  );
}

function keyLinks(stack: Stack): readonly Link[] {
  const from = (user: Block): string | undefined =>
    ({
      aws_eks_cluster: partId(user),
      aws_launch_template: nodesId(stack),
      aws_ecr_repository: `${stack.name}/repositories`,
      aws_cloudwatch_log_group: `${stack.name}/logs`,
    })[user.type];
  return resourcesOf(stack, "aws_kms_key").flatMap((key) => {
    const users = new Set(usersOf(stack, key).flatMap((user) => from(user) ?? []));
    return [...users].map((user) => ({ from: user, to: partId(key), label: "encrypted with" }));
  });
}
