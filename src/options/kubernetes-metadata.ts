import { z } from "zod";
import { byName, group, requirement, text } from "./schema";

const dnsLabel = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const name = String.raw`[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const qualifiedName = String.raw`(?=.{1,63}$)(?:${dnsLabel}(?:\.${dnsLabel})*\/)?${name}$`;
const keyForm =
  'at most 63 letters, digits, "-", "_" and ".", after an optional domain and "/", such as "example.org/team"';

/** Domains whose labels a node group cannot set in EKS. */
const reservedDomain = String.raw`(?:[^/]*\.)?(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\/`;

const labelKey = text(
  new RegExp(`^(?!${reservedDomain})${qualifiedName}`),
  `${keyForm}, not of kubernetes.io, k8s.io or eks.amazonaws.com`,
);

const labelValue = text(
  new RegExp(`^(?=.{1,63}$)${name}$`),
  '1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit',
);

/**
 * Labels of nodes. EKS allows less than Kubernetes: 63 characters for the whole key, and no empty value.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const labels = byName(labelKey, labelValue);

/** A taint: repels pods that do not tolerate it from a group's nodes. */
export const taint = group({
  /** Key, for example `nvidia.com/gpu`. */
  key: text(new RegExp(`^${qualifiedName}`), keyForm),

  /**
   * Value that a toleration can match.
   * @default - none
   */
  value: labelValue.optional(),

  /** Effect on pods without a toleration. */
  effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]),
});

/** One namespace. A pattern is invalid. */
export const namespaceName = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'one exact name of at most 63 lowercase letters, digits and "-"',
);

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const serviceAccountName = text(
  new RegExp(String.raw`^(?=.{1,253}$)${dnsLabel}(?:\.${dnsLabel})*$`),
  'one exact name of at most 253 lowercase letters, digits, "-" and "."',
);

/**
 * Namespaces of Kubernetes itself, and that of external-dns. A principal that can change pods there can use the service
 * accounts of add-ons and controllers, with their roles in AWS and in the whole cluster.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation
 */
const reservedNamespaces = ["kube-system", "kube-public", "kube-node-lease", "external-dns"];

/**
 * A namespace, in which `*` matches any characters. A pattern that matches every namespace is invalid, and so is one that
 * matches a namespace of controllers.
 */
export const namespace = text(
  /^(?!\*+$)(?=.{1,63}$)[a-z0-9*](?:[a-z0-9*-]*[a-z0-9*])?$/,
  'a namespace or a pattern such as "team-*", of at most 63 lowercase letters, digits and "-"',
).check(
  requirement(
    (pattern) => !reservedNamespaces.some((name) => matches(pattern, name)),
    `a namespace or a pattern that does not match ${reservedNamespaces.join(", ")}`,
  ),
);

function matches(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.replace(/\*+/g, ".*")}$`).test(name);
}
