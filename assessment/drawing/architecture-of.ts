import type { Project, Stack } from "../model/project";
import { type Architecture, internet, type Part } from "./architecture";
import { clusters } from "./cluster";
import { networks } from "./network";
import { state } from "./state";
import { stores } from "./stores";

/** What the synthesized stacks create for an environment. */
export function architectureOf(project: Project, environment: Stack): Architecture {
  const sections = [networks(environment), clusters(environment), stores(environment)];
  const stateStore = state(project, environment);
  const location: Part = {
    id: `${environment.name}/stack`,
    kind: "location",
    title: `Stack ${environment.name}: account ${environment.account}, ${environment.region}`,
    facts: [],
    children: sections.flatMap(({ parts }) => parts),
  };
  const stateLink = stateStore && { from: location.id, to: stateBucketOf(stateStore.part), label: "state" };
  const links = [
    ...sections.flatMap((section) => section.links),
    ...(stateLink ? [stateLink] : []),
    ...(stateStore?.links ?? []),
  ];
  const parts = [location, ...(stateStore ? [stateStore.part] : [])];
  const isOnline = links.some(({ from }) => from === internet);
  const outside: Part = { id: internet, kind: "internet", title: "Internet", facts: [] };
  const all = isOnline ? [outside, ...parts] : parts;
  const known = new Set(all.flatMap(idsOf));
  return {
    environment: environment.name,
    parts: all,
    links: links.filter(({ from, to }) => known.has(from) && known.has(to)),
  };
}

function stateBucketOf(part: Part): string {
  return part.children?.[0]?.id ?? part.id;
}

function idsOf(part: Part): readonly string[] {
  return [part.id, ...(part.children ?? []).flatMap(idsOf)];
}
