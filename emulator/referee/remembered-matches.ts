import { createRequire } from "node:module";
import path from "node:path";

type Pure = (...args: readonly unknown[]) => unknown;

let areRemembered = false;

/**
 * Has the policy simulator remember the results of pure functions, which it calls with the same arguments for each of
 * thousands of requests: most of its time.
 *
 * @throws when this version of the simulator does not have one of them
 */
export function rememberMatches(): void {
  if (areRemembered) return;
  areRemembered = true;
  const simulator = createRequire(require.resolve("@cloud-copilot/iam-simulate"));
  const beside = (name: string, file: string) =>
    simulator(path.join(path.dirname(simulator.resolve(name)), file)) as Record<string, Pure>;
  const texts = beside("@cloud-copilot/iam-policy", "utils.js");
  remember(texts, "caseInsensitiveEquals");
  remember(texts, "caseInsensitiveEndsWith");
  remember(beside("@cloud-copilot/iam-utils", "resourceTypes.js"), "mostSpecificMatchingResourceTypePatterns");
}

function remember(module: Record<string, Pure>, name: string): void {
  const original = module[name];
  if (!original) throw new Error(`the policy simulator has no function ${name}`);
  const results = new Map<string, unknown>();
  module[name] = (...args) => {
    const key = JSON.stringify(args);
    if (!results.has(key)) results.set(key, original(...args));
    return results.get(key);
  };
}
