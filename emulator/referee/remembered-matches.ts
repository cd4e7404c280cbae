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
  remember(beside("@cloud-copilot/iam-utils", "arn.js"), "splitArnParts");
  const simulatorPart = (file: string) => beside("@cloud-copilot/iam-simulate", file);
  remember(simulatorPart("condition/arn/arn.js"), "arnMatches", ([pattern, arn, , expected]) =>
    hasVariable(pattern) ? undefined : [pattern, arn, expected],
  );
  remember(simulatorPart("util.js"), "convertIamString", ([text, , options]) =>
    hasVariable(text) ? undefined : [text, options],
  );
}

/** Only a text with a policy variable depends on the request. */
function hasVariable(text: unknown): boolean {
  return typeof text !== "string" || text.includes("${");
}

/** A result, and those of longer lists of arguments that begin with the same. */
interface Remembered {
  readonly next: Map<unknown, Remembered>;
  result?: { readonly value: unknown };
}

/**
 * @param dependsOn what the result depends on; undefined if on more than can be told from the arguments
 */
function remember(
  module: Record<string, Pure>,
  name: string,
  dependsOn: (args: readonly unknown[]) => readonly unknown[] | undefined = (args) => args,
): void {
  const original = module[name];
  if (!original) throw new Error(`the policy simulator has no function ${name}`);
  const results: Remembered = { next: new Map() };
  module[name] = (...args) => {
    const inputs = dependsOn(args);
    if (inputs === undefined) return original(...args);
    let place = results;
    for (const input of inputs) {
      const key = typeof input === "object" ? JSON.stringify(input) : input;
      let following = place.next.get(key);
      if (following === undefined) {
        following = { next: new Map() };
        place.next.set(key, following);
      }
      place = following;
    }
    place.result ??= { value: original(...args) };
    return place.result.value;
  };
}
