import path from "node:path";

/** The folder that contains cdktf.json, regardless of where a command is run. */
export const projectRoot = path.resolve(__dirname, "..", "..", "..");
