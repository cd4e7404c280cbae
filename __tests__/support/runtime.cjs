const { Script } = require("node:vm");
const { default: JestRuntime } = require("jest-runtime");

/** Compiled modules of this worker, by their file, with the code that was compiled. */
const compiled = new Map();

/**
 * Compiles each module once in a worker instead of once for each test file, which still runs its own copy of it. The
 * project and its packages are 400 modules, half of the time of most test files.
 */
module.exports = class Runtime extends JestRuntime {
  constructor(config, environment, ...others) {
    super(config, environment, ...others);
    const { executor } = this;
    executor.compile = (code, file) => {
      const context = environment.getVmContext();
      return context === null ? null : scriptOf(code, file, executor.injectedModuleParameters).runInContext(context);
    };
  }
};

function scriptOf(code, file, parameters) {
  const known = compiled.get(file);
  if (known?.code === code) return known.script;
  const start = `(function (${parameters.join(", ")}) {`;
  const script = new Script(`${start}${code}\n})`, { filename: file, columnOffset: -start.length });
  compiled.set(file, { code, script });
  return script;
}
