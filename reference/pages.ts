import { readFileSync } from "node:fs";
import path from "node:path";
import { faultsOf } from "./faults";
import { markdown } from "./markdown";
import { readSources } from "./program";
import { readConstruct } from "./reader";

/** The constructs of each page in docs/constructs. */
export const pages = {
  vpc: ["Vpc"],
  eks: [
    "EksCluster",
    "SessionManagerAccess",
    "Workloads",
    "LoadBalancerController",
    "ExternalDns",
    "ClusterAutoscaler",
    "Karpenter",
    "PodIdentityRole",
    "IrsaRole",
  ],
  ecr: ["EcrRepositories", "EcrRepository", "ImageRegistry", "PullThroughCache"],
  kms: ["EnvironmentKeys", "SecretsKey", "LogKey", "VolumeKey", "ImageKey", "CustomerKey"],
} as const;

export type PageName = keyof typeof pages;

export const pageNames = Object.keys(pages) as PageName[];

/** The line of a page below which it is generated; the text above it is written by hand. */
const marker = '<!-- From here on, "npm run docs" writes this page from the doc comments in the sources. -->';

/** The pages as they must be, by path, and what is missing from them. */
export interface Reference {
  readonly pages: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
}

/**
 * Reads the constructs and generates their reference in memory.
 *
 * @param root the project's folder
 * @throws when a page has no line that marks where its generated part begins
 */
export function generateReference(root: string): Reference {
  const sources = readSources(path.join(root, "src", "constructs"), path.join(root, "src", "options"));
  const written = pageNames.map((page) => {
    const constructs = pages[page].map((name) => readConstruct(sources, name, root));
    const file = pageFile(root, page);
    return { file, content: generatedPage(file, markdown(constructs)), faults: constructs.flatMap(faultsOf) };
  });
  return {
    pages: Object.fromEntries(written.map(({ file, content }) => [file, content])),
    faults: [...new Set(written.flatMap(({ faults }) => faults))],
  };
}

export function pageFile(root: string, page: PageName): string {
  return path.join(root, "docs", "constructs", `${page}.md`);
}

/** A page as it must be: the part of its file that is written by hand, and the generated part. */
export function generatedPage(file: string, generated: string): string {
  return `${introduction(file)}${marker}\n<!-- prettier-ignore-start -->\n\n${generated}\n<!-- prettier-ignore-end -->\n`;
}

function introduction(file: string): string {
  const [text, ...others] = readFileSync(file, "utf8").split(marker);
  if (text === undefined || others.length !== 1) throw new Error(`${file} must have one line: ${marker}`);
  return text;
}
