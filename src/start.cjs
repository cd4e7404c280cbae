"use strict";

/**
 * Runs TypeScript: `node --require ./src/start.cjs main.ts`. It is tsx, which also transforms packages and has Node read
 * their source maps: 8 MB for CDKTF and its bindings, whose TypeScript is not published. They are CommonJS and run as
 * they are.
 *
 * @see docs/decisions/0037-time-of-a-synthesis.md
 */
const { readFileSync } = require("node:fs");
const { enableCompileCache, _extensions } = require("node:module");

// Only Node 22 and later have it.
enableCompileCache?.();
require("tsx/cjs");

const transform = _extensions[".js"];
const commonJs = /[\\/]node_modules[\\/](cdktf|constructs|@cdktf[\\/]provider-[^\\/]+)[\\/]/;
const sourceMap = "\n//# sourceMappingURL=";

/** CDKTF zips assets in a process of its own, but loads the library, a quarter of an app's modules, in every process. */
const zipsAssets = /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/]private[\\/]fs\.js$/;
const zipLibrary = 'require("archiver")';

_extensions[".js"] = (module, file) => {
  if (!commonJs.test(file)) return transform(module, file);
  const code = readFileSync(file, "utf8");
  const end = code.lastIndexOf(sourceMap);
  const published = end === -1 ? code : code.slice(0, end);
  module._compile(zipsAssets.test(file) ? published.replace(zipLibrary, "undefined") : published, file);
};
