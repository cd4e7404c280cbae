import path from "node:path";

/** The folder that holds cdktf.json, from wherever a command is run. */
export const projectRoot = path.resolve(__dirname, "..", "..");
