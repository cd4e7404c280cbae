"use strict";

/**
 * Runs TypeScript: `node --require ./src/start.cjs main.ts`. It is tsx, which also transforms packages and has Node read
 * their source maps: 8 MB for CDKTF and its bindings, whose TypeScript is not published. Node itself loads packages, among
 * them the ES modules of the commands.
 *
 * @see https://nodejs.org/docs/latest-v20.x/api/process.html#processfeaturesrequire_module
 * @see docs/decisions/0037-time-of-a-synthesis.md
 */
const { readFileSync } = require("node:fs");
const { enableCompileCache, _extensions } = require("node:module");
const path = require("node:path");
const util = require("node:util");

// CDKTF calls this deprecated function, of which Node 24 warns.
util.isArray = Array.isArray;

// Only Node 22 and later have it.
enableCompileCache?.();
const loadByNode = _extensions[".js"];
require("tsx/cjs");

const transform = _extensions[".js"];
// A Node that is too old to require ES modules still has to start, to say that it is not supported.
const loadPackage = process.features.require_module ? loadByNode : transform;
const inPackages = `${path.sep}node_modules${path.sep}`;
const withSourceMaps = /[\\/]node_modules[\\/](cdktf|constructs|zod|ip-address|@cdktf[\\/]provider-[^\\/]+)[\\/]/;
const zodLanguages = 'require("../locales/index.cjs")';
const sourceMap = "\n//# sourceMappingURL=";

/**
 * What packages load without need, by the end of the file that does: CDKTF zips assets in a process of its own, but loads
 * the library in every process, a quarter of an app's modules; zod loads its messages in 60 languages.
 */
const unused = new Map([
  [path.join("cdktf", "lib", "private", "fs.js"), 'require("archiver")'],
  [path.join("zod", "v4", "classic", "external.cjs"), zodLanguages],
  [path.join("zod", "v4", "core", "index.cjs"), zodLanguages],
]);

_extensions[".js"] = (module, file) => {
  if (!file.includes(inPackages)) return transform(module, file);
  if (!withSourceMaps.test(file)) return loadPackage(module, file);
  const code = readFileSync(file, "utf8");
  const end = code.lastIndexOf(sourceMap);
  const published = end === -1 ? code : code.slice(0, end);
  const statement = unused.get(file.slice(file.lastIndexOf("node_modules") + "node_modules/".length));
  module._compile(statement === undefined ? published : published.replace(statement, "undefined"), file);
};

const settingsFolder = path.resolve("environments");
const loadTypeScript = _extensions[".ts"];

/** Settings that do not load end the process with a message, as invalid settings do. */
_extensions[".ts"] = (module, file) => {
  try {
    return loadTypeScript(module, file);
  } catch (error) {
    if (path.dirname(file) !== settingsFolder) throw error;
    console.error(`error: ${loadError(error)}\n\nnext: fix the settings in environments/, then run npm run typecheck`);
    process.exit(1);
  }
};

/** The innermost line of the settings that an error names, and its reason. */
function loadError(error) {
  const { message = String(error), stack = "" } = error ?? {};
  const [line = "environments/"] = /environments[\\/][\w./\\-]+:\d+/.exec(stack) ?? [];
  const [reason] = /(?<= ERROR: ).*/.exec(message) ?? message.split("\n", 1);
  return `${line}: ${reason}`;
}
