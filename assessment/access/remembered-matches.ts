import { createRequire } from "node:module";
import path from "node:path";

type Pure = (...args: readonly unknown[]) => unknown;

let areRemembered = false;

/**
 * Has the policy simulator remember the results of pure functions of strings, which it calls with the same arguments for
 * each of thousands of requests: most of its time.
 */
export function rememberMatches(): void {
  if (areRemembered) return;
  areRemembered = true;
  const simulator = createRequire(require.resolve("@cloud-copilot/iam-simulate"));
  const module = (name: string, file: string) =>
    simulator(path.join(path.dirname(simulator.resolve(name)), file)) as Record<string, Pure>;
  const texts = module("@cloud-copilot/iam-policy", "utils.js");
  remember(texts, "caseInsensitiveEquals");
  remember(texts, "caseInsensitiveEndsWith");
  remember(module("@cloud-copilot/iam-utils", "resourceTypes.js"), "mostSpecificMatchingResourceTypePatterns");
}

/** A version of the simulator without the function runs as it is. */
function remember(module: Record<string, Pure>, name: string): void {
  const original = module[name];
  if (!original) return;
  const results = new Map<string, unknown>();
  module[name] = (...args) => {
    const key = args.join("\n");
    const found = results.get(key) ?? original(...args);
    results.set(key, found);
    return found;
  };
}
