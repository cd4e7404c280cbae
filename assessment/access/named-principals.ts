import type { PolicyStatement } from "../../emulator/referee/policy-document";
import type { Caller } from "./caller";
import type { Document } from "./documents";

/** A principal that a policy names, as a pattern for `aws:PrincipalArn`, a service, or a description. */
interface Named extends Partial<Caller> {
  readonly pattern: string;
  readonly role: string;
}

/**
 * Principals that policies of resources and trust policies allow something, with the policy that names each first.
 *
 * @param account whose principals are not named as a whole
 */
export function namedPrincipals(documents: readonly Document[], account: string): readonly Named[] {
  const named = documents.flatMap(({ address, policy }) =>
    policy.Statement.filter(({ Effect }) => Effect === "Allow").flatMap((statement) =>
      principalsIn(statement).map((one) => ({ ...one, role: one.role === "" ? `named in ${address}` : one.role })),
    ),
  );
  const others = named.filter(({ pattern }) => !pattern.endsWith(`::${account}:${wholeAccount}`));
  const patterns = [...new Set(others.map(({ pattern }) => pattern))].sort();
  return patterns.flatMap((pattern) => others.find((one) => one.pattern === pattern) ?? []);
}

function principalsIn({ Principal, Condition = {} }: PolicyStatement): Named[] {
  if (Principal === undefined) return [];
  const { AWS = [], Service = [], Federated = [] } = Principal === "*" ? { AWS: ["*"] } : Principal;
  return [
    ...AWS.flatMap((name) => awsPrincipal(name, Condition)),
    ...Service.map((pattern) => ({ pattern, role: "service of AWS" })),
    ...Federated.map((pattern) => ({ pattern, role: "identity provider", policies: [] })),
  ];
}

function awsPrincipal(name: string, condition: NonNullable<PolicyStatement["Condition"]>): Named[] {
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  const patterns = valuesOf(condition, "aws:principalarn");
  if (name === "*" || account !== undefined) {
    const organizations = valuesOf(condition, "aws:principalorgid").map(organizationMember);
    const whole = account === undefined || patterns.length > 0 ? [] : [accountMember(account, name)];
    return [...patterns.map((pattern) => ({ pattern, role: "" })), ...organizations, ...whole];
  }
  return [{ pattern: name, role: "" }];
}

/** The values that a condition allows a key. */
function valuesOf(condition: NonNullable<PolicyStatement["Condition"]>, name: string): readonly string[] {
  return Object.entries(condition)
    .filter(([test]) => /^(Arn|String)(Equals|Like)(IgnoreCase)?$/.test(test))
    .flatMap(([, keys]) => Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase() === name ? values : [])));
}

/** A role that stands for any of its account. */
const wholeAccount = "role/any";

function accountMember(account: string, name: string): Named {
  const partition = name.startsWith("arn:") ? (name.split(":")[1] ?? "aws") : "aws";
  const pattern = `arn:${partition}:iam::${account}:${wholeAccount}`;
  return { pattern, principal: `any principal of account ${account}`, role: "" };
}

function organizationMember(organization: string): Named {
  return {
    pattern: `arn:aws:iam::000000000000:role/any-of-${organization}`,
    principal: `any principal of organization ${organization}`,
    role: "",
    context: { "aws:PrincipalOrgID": organization },
  };
}
