import { z } from "zod";
import { addOnNames } from "../constructs/eks/add-ons/add-on-versions";
import { text, byName } from "../options/schema";

const addonName = z
  .string()
  .refine((name) => (addOnNames as readonly string[]).includes(name), `one of ${addOnNames.join(", ")}`);

const addonVersion = text(
  /^(latest|default|v\d+\.\d+\.\d+-eksbuild\.\d+)$/,
  '"latest", "default" or a version such as "v1.12.4-eksbuild.1"',
);

/** Versions of the add-ons: one keyword for all of them, or a version for each by its name. */
export const addonVersions = z.union(
  [z.enum(["latest", "default"]), byName(addonName, addonVersion)],
  '"latest", "default" or versions by add-on such as { coredns: "v1.12.4-eksbuild.1" }',
);
