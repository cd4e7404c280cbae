import { z } from "zod";
import { byName, text } from "../../../options/schema";

/** The add-ons that every cluster has. */
const addOnNames = [
  "eks-pod-identity-agent",
  "kube-proxy",
  "vpc-cni",
  "coredns",
  "aws-ebs-csi-driver",
  "metrics-server",
  "eks-node-monitoring-agent",
] as const;

export type AddOnName = (typeof addOnNames)[number];

const addOnName = z
  .string()
  .refine((name) => (addOnNames as readonly string[]).includes(name), `one of ${addOnNames.join(", ")}`);

const addOnVersion = text(
  /^(latest|default|v\d+\.\d+\.\d+-eksbuild\.\d+)$/,
  '"latest", "default" or a version such as "v1.12.4-eksbuild.1"',
);

/** Versions of the add-ons: one keyword for all of them, or a version for each by its name. */
export const addOnVersions = z.union(
  [z.enum(["latest", "default"]), byName(addOnName, addOnVersion)],
  '"latest", "default" or versions by add-on such as { coredns: "v1.12.4-eksbuild.1" }',
);

export type AddOnVersions = z.output<typeof addOnVersions>;

/** The configured version of one add-on. */
export function addOnVersionOf(name: AddOnName, versions: Readonly<AddOnVersions>): string {
  return typeof versions === "string" ? versions : (versions[name] ?? "default");
}
