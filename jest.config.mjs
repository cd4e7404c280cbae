import { availableParallelism } from "node:os";

/** Packages that ship as ES modules only; everything else in node_modules is CommonJS and runs as it is. */
const esModules = [
  "character-entities",
  "decode-named-character-reference",
  "execa",
  "figures",
  "get-stream",
  "human-signals",
  "is-plain-obj",
  "is-stream",
  "is-unicode-supported",
  "longest-streak",
  "mdast-util-[a-z-]+",
  "micromark-util-[a-z-]+",
  "npm-run-path",
  "parse-ms",
  "path-key",
  "preact",
  "pretty-ms",
  "strip-final-newline",
  "unist-util-[a-z-]+",
  "uuid",
  "yoctocolors",
  "zwitch",
  "@sec-ant",
  "@sindresorhus",
];

/** Jest runs CommonJS, whatever a file's extension promises. */
const commonJs = { module: { type: "commonjs" } };

/** @type {import("jest").Config} */
export default {
  runtime: "<rootDir>/__tests__/support/runtime.cjs",
  testEnvironment: "node",
  // The clean-up of globals between files recurses without end into the event emitters of some packages.
  testEnvironmentOptions: { globalsCleanup: "off" },
  // The end-to-end tests wait for Terraform, and Terraform for AWS's delays, more than half of the time.
  maxWorkers: Math.max(3, availableParallelism()),
  // Long, since a test that waits for a busy machine has not failed; the longest takes six minutes on two cores.
  testTimeout: 1_800_000,
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testSequencer: "<rootDir>/__tests__/support/longest-first.cjs",
  globalSetup: "<rootDir>/__tests__/support/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  setupFiles: ["<rootDir>/__tests__/support/clean-environment.ts"],
  // What a command reads of the operator's settings are the example's in a test: `environments/` may hold anything.
  moduleNameMapper: {
    "^(\\.\\./)+environments$": "<rootDir>/__tests__/support/example",
    "^archiver$": "<rootDir>/__tests__/support/no-module.cjs",
    "^\\.\\./locales/index\\.cjs$": "<rootDir>/__tests__/support/no-module.cjs",
  },
  moduleFileExtensions: ["ts", "tsx", "js", "mjs", "cjs", "json", "node"],
  transform: {
    "\\.(ts|m?js)$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, ...commonJs }],
    "\\.tsx$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic", importSource: "preact" } },
        },
        ...commonJs,
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join("|")})/)`],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.emulator"],
};
