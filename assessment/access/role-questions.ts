import { stateAccessOf } from "../../src/stacks/bootstrap-access";
import { referenceOf, resourcesOf } from "../model/value";
import { resolvedIn } from "./arns";
import { unknownDocument } from "./documents";
import { patternExample } from "./patterns";
import { type Ask, type Question, question } from "./question";
import { type Role, rolesOf } from "./roles";
import type { Subject } from "./subject";

/** Who can assume the roles with which an environment is deployed and run. */
export function roleQuestions(subject: Subject): readonly Question[] {
  const { account, environment } = subject;
  const { writers, planners, breakGlass } = stateAccessOf(account, environment);
  const all = [...rolesOf(subject.project).values()].filter(({ stack }) => stack === subject.stack);
  const nodes = all.filter((role) => isNodeRole(subject, role));
  const workloads = all.filter((role) => workloadOf(role) !== undefined);
  const services = all.filter((role) => !nodes.includes(role) && !workloads.includes(role));
  const arns = (roles: readonly Role[]) => roles.map(({ arn }) => arn);
  return [
    assuming(subject, "deployers", "the role that deploys", writers),
    assuming(subject, "planners", "the role that plans", planners),
    assuming(subject, "break-glass", "the break-glass role", breakGlass),
    assuming(subject, "nodes", "the role of the nodes", arns(nodes)),
    assuming(subject, "workloads", "the roles of workloads", arns(workloads)),
    assuming(subject, "services", "the roles of AWS services", arns(services)),
  ].flat();
}

/** None of the principals need be a role: users are not assumed. */
function assuming({ project }: Subject, id: string, label: string, patterns: readonly string[]): readonly Question[] {
  const asks = patterns
    .filter((pattern) => pattern.includes(":role/"))
    .map((pattern): Ask => {
      const arn = patternExample(pattern);
      const name = pattern.slice(pattern.lastIndexOf("/") + 1);
      const role = rolesOf(project).get(arn);
      return {
        action: "sts:AssumeRole",
        resource: arn,
        account: arn.split(":")[4] ?? "",
        policy: role ? role.trust : unknownDocument(arn, untold(arn, name)),
        label: name,
      };
    });
  const explains = `sts:AssumeRole on ${asks.map((ask) => ask.label).join(", ")}`;
  return asks.length === 0 ? [] : [question([`assume-${id}`, "Roles", `assume ${label}`, explains], asks)];
}

function untold(arn: string, name: string): string {
  return arn.includes("/aws-reserved/sso.amazonaws.com/")
    ? `assignments in IAM Identity Center decide on ${name}`
    : `the trust policy of ${name} decides, a role that the code does not create`;
}

/** Whether the nodes of a node group have the role. */
export function isNodeRole({ stack }: Subject, { block }: Role): boolean {
  return resourcesOf(stack, "aws_eks_node_group").some(
    ({ values }) => referenceOf(values.node_role_arn)?.address === block.address,
  );
}

/** The service account whose pods have the role: `kube-system/aws-node`. */
export function workloadOf({ stack, block, trust }: Role): string | undefined {
  const association = resourcesOf(stack, "aws_eks_pod_identity_association").find(
    ({ values }) => referenceOf(values.role_arn)?.address === block.address,
  );
  if (association) {
    const { namespace, service_account: account } = association.values;
    return [namespace, account].map((part) => resolvedIn(part, stack) ?? "unknown").join("/");
  }
  const claims = trust?.policy.Statement.flatMap(({ Condition = {} }) =>
    Object.values(Condition).flatMap((keys) => Object.entries(keys).filter(([key]) => key.endsWith(":sub"))),
  );
  const [, subjects] = claims?.[0] ?? [];
  return subjects?.map((one) => one.replace("system:serviceaccount:", "").replace(":", "/")).join(", ");
}
