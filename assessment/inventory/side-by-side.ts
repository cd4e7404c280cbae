import type { JsonObject } from "../../src/cdktf/terraform-json";
import type { Block, Project, Stack } from "../model/project";
import { flatArguments, flatSettings } from "./flat";
import type { Difference, SideBySide } from "./inventory";

/** Texts by path, of one environment. */
type Texts = ReadonlyMap<string, string>;

/**
 * The environments side by side, differences first. Settings are flattened. Of resources and data sources there is a row
 * for each that not all environments have, for each argument that differs, and one for all other arguments. The name,
 * account and region of an environment do not make a difference within an argument: the settings show them once. Nor does
 * `depends_on`, which orders what Terraform does.
 */
export function sideBySide({ stacks, settings }: Project): SideBySide {
  const own = stacks.filter(({ kind }) => kind === "environment");
  const environments = own.map(({ name }) => name);
  const texts = own.map(({ name }) => {
    const values = settings.environments.find((one) => one.name === name);
    return flatSettings(without("name", values));
  });
  const resources = addressesOf(own).flatMap((address) => resourceRows(address, own));
  return {
    environments,
    settings: sorted(pathsOf(texts).map((path) => difference(path, environments, valuesAt(path, texts)))),
    resources: sorted(resources),
  };
}

function addressesOf(stacks: readonly Stack[]): string[] {
  return [...new Set(stacks.flatMap(({ blocks }) => [...blocks.keys()]))];
}

function resourceRows(address: string, stacks: readonly Stack[]): Difference[] {
  const environments = stacks.map(({ name }) => name);
  const holders = stacks.filter(({ blocks }) => blocks.has(address));
  const present = stacks.map(({ blocks }) => (blocks.has(address) ? '"exists"' : undefined));
  if (holders.length < 2) return holders.length === stacks.length ? [] : [difference(address, environments, present)];
  const literal = stacks.map((stack) => argumentsOf(stack, address));
  const neutral = stacks.map((stack) => neutralArguments(stack, address));
  const paths = pathsOf(literal);
  const differing = paths.filter((path) => new Set(holderValues(path, neutral, holders, stacks)).size > 1);
  const same = paths.length - differing.length;
  const rest = `"${same} ${same === 1 ? "argument" : "arguments"} the same"`;
  const whole = present.map((value) => (value === undefined ? undefined : rest));
  return [
    holders.length === stacks.length
      ? { ...difference(address, environments, whole), differs: false }
      : difference(address, environments, present),
    ...differing.map((path) => difference(`${address} ${path}`, environments, valuesAt(path, literal))),
  ];
}

function holderValues(path: string, texts: readonly Texts[], holders: readonly Stack[], stacks: readonly Stack[]) {
  return holders.map((stack) => texts[stacks.indexOf(stack)]?.get(path));
}

function argumentsOf({ blocks }: Stack, address: string): Texts {
  return flatArguments(comparable(blocks.get(address)));
}

function comparable(block: Block | undefined): JsonObject {
  return without("depends_on", block?.values);
}

function without(name: string, values: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}

/** The arguments with placeholders for what identifies the environment. */
function neutralArguments(stack: Stack, address: string): Texts {
  const name = new RegExp(`(?<![A-Za-z0-9])${stack.name.replace(/\W/g, "\\$&")}(?![A-Za-z0-9])`, "g");
  const text = JSON.stringify(comparable(stack.blocks.get(address)))
    .replace(name, "<environment>")
    .replaceAll(stack.account, "<account>")
    .replaceAll(stack.region, "<region>");
  return flatArguments(JSON.parse(text) as JsonObject);
}

function pathsOf(texts: readonly Texts[]): string[] {
  return [...new Set(texts.flatMap((one) => [...one.keys()]))];
}

function valuesAt(path: string, texts: readonly Texts[]): (string | undefined)[] {
  return texts.map((one) => one.get(path));
}

function difference(
  path: string,
  environments: readonly string[],
  values: readonly (string | undefined)[],
): Difference {
  return {
    path,
    values: Object.fromEntries(environments.map((name, index) => [name, values[index]])),
    differs: new Set(values).size > 1,
  };
}

/** Differences first, each part by path. */
function sorted(rows: readonly Difference[]): Difference[] {
  return [...rows].sort((a, b) => Number(b.differs) - Number(a.differs) || (a.path < b.path ? -1 : 1));
}
