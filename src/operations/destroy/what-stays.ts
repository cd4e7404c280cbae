import { resourcePrefix, auditBucketName, stateBucketName, stateReplicaName } from "../../settings/names";
import type { Settings } from "../../settings/validate";
import { bootstrapHomeOf } from "../../stacks/declared-buckets";
import type { Deletion } from "../deploy/plan";
import { requireEnvironment } from "./environment";

/**
 * What is left of an environment that was destroyed, in lines for a person.
 *
 * @param deletions what the plan deleted
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
export function whatStays(
  settings: Pick<Settings, "organization" | "environments">,
  name: string,
  deletions: readonly Deletion[],
): string[] {
  const { organization } = settings;
  const environment = requireEnvironment(settings, name);
  const home = bootstrapHomeOf(settings);
  const auditAccount = environment.account === home.account ? undefined : environment.account;
  const { replicaRegion } = environment.state;
  const contents = environment === home ? "the states of it and of bootstrap" : "its state";
  return [
    "",
    `what stays of ${name}:`,
    `  s3://${stateBucketName(organization, environment)}: all versions of ${contents}, as protected as before`,
    ...(replicaRegion === undefined ? [] : [`  s3://${stateReplicaName(organization, environment)}: their copies`]),
    `  s3://${auditBucketName(organization, auditAccount)}: who used the state`,
    ...deletions.filter(({ type }) => type === "aws_kms_key").map(pendingKey),
    `  /aws/eks/${resourcePrefix(organization, environment)}/cluster: a log group, if EKS wrote to it once more`,
    "",
    `next: leave ${name} in environments/, which keeps its bucket protected; docs/remove-an-environment.md goes on from here`,
  ];
}

function pendingKey({ before }: Deletion): string {
  const days = typeof before.deletion_window_in_days === "number" ? before.deletion_window_in_days : 30;
  return `  ${String(before.arn)}: pending deletion for ${days} days, and can be kept until then`;
}
