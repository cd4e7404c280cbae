import { createRequire } from "node:module";
import path from "node:path";

/**
 * Has the policy simulator remember the results of two pure functions of strings, which it calls with the same arguments
 * for each of thousands of requests: half of its time.
 */
export function rememberMatches(): void {
  const simulator = createRequire(require.resolve("@cloud-copilot/iam-simulate"));
  const beside = (name: string, file: string) => path.join(path.dirname(simulator.resolve(name)), file);
  remember(beside("@cloud-copilot/iam-policy", "utils.js"), "caseInsensitiveEquals");
  remember(beside("@cloud-copilot/iam-policy", "utils.js"), "caseInsensitiveEndsWith");
  remember(beside("@cloud-copilot/iam-utils", "resourceTypes.js"), "mostSpecificMatchingResourceTypePatterns");
}

type Pure = (...args: readonly unknown[]) => unknown;

function remember(file: string, name: string): void {
  const module = jest.requireActual<Record<string, Pure>>(file);
  const original = module[name];
  if (!original) throw new Error(`${file} has no function ${name}`);
  const results = new Map<string, unknown>();
  module[name] = (...args) => {
    const key = JSON.stringify(args);
    if (!results.has(key)) results.set(key, original(...args));
    return results.get(key);
  };
}
