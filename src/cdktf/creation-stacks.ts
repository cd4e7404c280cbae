// The function is replaced in the module's own object, of which an `import * as` would be a copy.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import stackTrace = require("cdktf/lib/tokens/private/stack-trace");

/** Environment variable: `1` has the error of a token name where the token was created, which slows synthesis down. */
const variable = "TOKEN_STACK_TRACES";

const capture = stackTrace.captureStackTrace;

/** What CDKTF prints below "Object creation stack:". */
const hint = [`an unrecorded place: set ${variable}=1 and synthesize again`];

/**
 * Sets whether tokens that are created from now on record where they are created. CDKTF would format a full,
 * source-mapped stack trace for each of them. Traces of errors are not affected.
 *
 * @see docs/decisions/0037-time-of-a-synthesis.md
 */
export function recordCreationStacks(env: NodeJS.ProcessEnv): void {
  Object.assign(stackTrace, { captureStackTrace: env[variable] === "1" ? capture : () => hint });
}
