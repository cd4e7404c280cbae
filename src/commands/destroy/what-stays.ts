import { resourcePrefix, auditBucketName, stateBucketName, stateReplicaName } from "../../settings/names";
import type { Settings } from "../../settings/validate";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import type { Deletion } from "../terraform/plan";
import { declaredState } from "../remote-state/declared-state";

/**
 * What remains of an environment that was destroyed, as text.
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
  const { environment } = declaredState(settings, name);
  const account = bootstrapAccountOf(settings, environment.account);
  const auditAccount = account.isMain ? undefined : account.accountId;
  const { replicaRegion } = environment.state;
  const contents = name === account.stateEnvironment.name ? "its state and the bootstrap state" : "its state";
  return [
    "",
    `what remains of ${name}:`,
    `  s3://${stateBucketName(organization, environment)}: all versions of ${contents}, still protected`,
    ...(replicaRegion === undefined ? [] : [`  s3://${stateReplicaName(organization, environment)}: their copies`]),
    `  s3://${auditBucketName(organization, auditAccount)}: the record of who accessed the state`,
    ...deletions.filter(({ type }) => type === "aws_kms_key").map(pendingKey),
    `  /aws/eks/${resourcePrefix(organization, environment)}/cluster: a log group, if EKS wrote to it again`,
    "",
    `next: keep ${name} in environments/, which keeps its bucket protected; docs/remove-an-environment.md describes the next steps`,
  ];
}

function pendingKey({ before }: Deletion): string {
  const days = typeof before.deletion_window_in_days === "number" ? before.deletion_window_in_days : 30;
  return `  ${String(before.arn)}: pending deletion for ${days} days; the deletion can be canceled until then`;
}
