import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isObject } from "./terraform-json";

/**
 * State files in a stack's folder that are not empty: the state of a local backend, the states of its workspaces, and
 * `errored.tfstate`, which Terraform writes when it cannot save a state after an apply.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/local
 */
export function localStates(folder: string): string[] {
  const workspaces = path.join(folder, "terraform.tfstate.d");
  const folders = [folder, ...entries(workspaces).map((name) => path.join(workspaces, name))];
  return folders
    .flatMap((place) => entries(place).map((name) => path.join(place, name)))
    .filter((file) => file.endsWith(".tfstate") && holdsState(file));
}

/**
 * Whether a state file contains any resource or output. A file that cannot be read as a state counts, since it might.
 */
export function holdsState(file: string): boolean {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, "utf8").trim();
  if (text === "") return false;
  try {
    const state = JSON.parse(text) as unknown;
    if (!isObject(state)) return true;
    const isEmpty = (value: unknown) => typeof value === "object" && value !== null && Object.keys(value).length === 0;
    return !isEmpty(state.resources) || !isEmpty(state.outputs ?? {});
  } catch {
    return true;
  }
}

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
