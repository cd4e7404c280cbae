import type { EnvironmentSettings } from "../src/settings/environment";
import { dev } from "./dev";
import { prod } from "./prod";

export { acceptedControls } from "./accepted-controls";
export { organization } from "./organization";

/** Each environment is its own stack. To add one, write its file beside the others and name it here. */
export const environments: readonly EnvironmentSettings[] = [dev, prod];
