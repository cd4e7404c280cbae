import { iamArn } from "../../src/constructs/iam/arn";
import { partitionOf } from "../../src/constructs/iam/partition";
import { stateAccessOf } from "../../src/stacks/bootstrap-access";
import { resourcesOf } from "../model/value";
import { resolvedIn } from "./arns";
import { awsPolicy } from "./aws-policies";
import type { Caller } from "./caller";
import { type Document, openPolicies } from "./documents";
import { namedPrincipals } from "./named-principals";
import { patternExample } from "./patterns";
import { documentsOf, type Question } from "./question";
import { isNodeRole, workloadOf } from "./role-questions";
import { type Role, rolesOf } from "./roles";
import type { Subject } from "./subject";

/**
 * The principals that the settings and policies of an environment name, and one of each kind that they do not name. A
 * principal has one row, whatever names it.
 */
export function callersOf(subject: Subject, questions: readonly Question[]): readonly Caller[] {
  const all = [
    ...stateUsers(subject),
    ...otherDeployers(subject),
    ...rolesWithin(subject),
    ...clusterUsers(subject),
    ...namedPrincipals(documentsOf(questions), subject.stack.account).map((named) =>
      callerOf(subject, named.pattern, named.role, named),
    ),
    ...unnamed(subject),
  ];
  const merged = new Map<string, Caller>();
  for (const caller of all) {
    const known = merged.get(caller.principal);
    merged.set(caller.principal, known ? withRole(known, caller) : caller);
  }
  return [...merged.values()];
}

/** What names a principal in a policy adds nothing to what the settings call it. */
function withRole(known: Caller, { role }: Caller): Caller {
  if (role.startsWith("named ") || known.role.split(", ").includes(role)) return known;
  return { ...known, role: `${known.role}, ${role}` };
}

/** A principal by a pattern for `aws:PrincipalArn`, with the policies of the role that a stack creates, if one does. */
function callerOf(subject: Subject, pattern: string, role: string, more: Partial<Caller> = {}): Caller {
  const arn = patternExample(pattern);
  const created = rolesOf(subject.project).get(arn);
  if (created) return callerWith(subject, created, role);
  const policies = arn.startsWith("arn:") ? [policiesElsewhere(arn)] : [];
  return { arn, principal: pattern, policies, ...more, role };
}

function callerWith(subject: Subject, created: Role, role: string): Caller {
  const { arn, policies, boundary } = created;
  const isInVpc =
    created.stack === subject.stack && (isNodeRole(subject, created) || workloadOf(created) !== undefined);
  return { arn, principal: arn, role, policies, boundary, ...(isInVpc && { isInVpc }) };
}

const openByReason = new Map<string, Document>();

/** What allows a principal more than the policies in the code do. */
function policiesElsewhere(arn: string): Document {
  const reason = arn.includes(":role/aws-service-role/")
    ? "AWS's policy of the service-linked role decides"
    : `IAM policies of account ${arn.split(":")[4] ?? ""} decide`;
  const found = openByReason.get(reason) ?? openPolicies(reason);
  openByReason.set(reason, found);
  return found;
}

function stateUsers(subject: Subject): readonly Caller[] {
  const access = stateAccessOf(subject.account, subject.environment);
  const groups = [
    [access.writers, "deployers"],
    [access.planners, "planners"],
    [access.administrators, "administrators"],
    [access.breakGlass, "break-glass"],
    [access.replication, "replication"],
  ] as const;
  return groups.flatMap(([patterns, role]) => patterns.map((pattern) => callerOf(subject, pattern, role)));
}

/** A deployer of another environment that does not deploy this one: one in the same account, one in another. */
function otherDeployers(subject: Subject): readonly Caller[] {
  const { account, accounts, environment } = subject;
  const own = stateAccessOf(account, environment);
  const allOwn = [own.writers, own.planners, own.administrators, own.breakGlass].flat();
  const others = accounts.flatMap((one) =>
    one.environments.flatMap((owner) =>
      stateAccessOf(one, owner)
        .writers.filter((pattern) => !allOwn.includes(pattern))
        .map((pattern) => ({ pattern, name: owner.name, isHere: one === account })),
    ),
  );
  return [others.find(({ isHere }) => isHere), others.find(({ isHere }) => !isHere)].flatMap((other) =>
    other ? [callerOf(subject, other.pattern, `deployers of ${other.name}`)] : [],
  );
}

/** Roles that the environment's stack creates, and those of its bootstrap stack that services use. */
function rolesWithin(subject: Subject): readonly Caller[] {
  const copying = subject.accounts.flatMap((account) =>
    account.environments.flatMap((owner) => stateAccessOf(account, owner).replication),
  );
  return [...rolesOf(subject.project).values()].flatMap((created) => {
    const isShared = created.stack === subject.bootstrap && isOfService(created) && !copying.includes(created.arn);
    if (created.stack !== subject.stack && !isShared) return [];
    return [callerWith(subject, created, purposeOf(subject, created))];
  });
}

function isOfService({ trust }: Role): boolean {
  return servicesIn(trust).length > 0;
}

function servicesIn(trust: Document | undefined): readonly string[] {
  const principals = trust?.policy.Statement.map(({ Principal }) => Principal) ?? [];
  return [...new Set(principals.flatMap((one) => (one === undefined || one === "*" ? [] : (one.Service ?? []))))];
}

function purposeOf(subject: Subject, role: Role): string {
  if (isNodeRole(subject, role)) return "nodes";
  const workload = workloadOf(role);
  return workload === undefined ? `role of ${servicesIn(role.trust).join(", ")}` : `workload ${workload}`;
}

function clusterUsers(subject: Subject): readonly Caller[] {
  const { stack } = subject;
  return resourcesOf(stack, "aws_eks_access_entry").flatMap(({ values }) => {
    const principal = resolvedIn(values.principal_arn, stack);
    return principal === undefined ? [] : [callerOf(subject, principal, "cluster users")];
  });
}

/** Principals that nothing names. */
function unnamed({ account, accounts, stack }: Subject): readonly Caller[] {
  const { accountId } = account;
  const partition = partitionOf(stack.region);
  const known = accounts.map((one) => one.accountId);
  const foreign = ["999999999999", "888888888888", "777777777777"].find((id) => !known.includes(id)) ?? "666666666666";
  const named = (id: string, name: string) => iamArn(partition, id, `role/${name}`);
  const administrator = { policies: [awsPolicy("AdministratorAccess")] };
  return [
    {
      arn: iamArn(partition, accountId, "root"),
      principal: iamArn(partition, accountId, "root"),
      role: "root user",
      policies: [],
    },
    {
      arn: named(accountId, "any-other-administrator"),
      principal: "any other principal with AdministratorAccess",
      role: `in account ${accountId}`,
      ...administrator,
    },
    {
      arn: named(accountId, "any-other-principal"),
      principal: "any other principal without policies",
      role: `in account ${accountId}`,
      policies: [],
    },
    {
      arn: named(foreign, "any-administrator"),
      principal: "a principal with AdministratorAccess of another account",
      role: "outside of the accounts here",
      ...administrator,
    },
    { arn: "anonymous", principal: "anonymous", role: "without credentials", policies: [] },
  ];
}
