import { toMarkdown } from "mdast-util-to-markdown";
import { isObject } from "../../src/cdktf/terraform-json";
import type { Block, Project, Provenance, SourceLine, Stack } from "../model/project";

/** Text, or text as code. */
type Span = string | { readonly code: string };

/**
 * README of a stack's HCL: how to use the HCL by itself, and which construct and setting led to which blocks.
 */
export function stackReadme(stack: Stack, provenance: Project["provenance"]): string {
  const resources = [...stack.blocks.values()].filter(({ kind }) => kind === "resource").length;
  return toMarkdown(
    {
      type: "root",
      children: [
        heading(1, [`Stack ${stack.name}`]),
        paragraph([
          `${resources} resources and ${stack.blocks.size - resources} data sources in account ${stack.account}, region ${stack.region}. `,
          { code: "cdk.tf" },
          " is complete: Terraform needs neither Node.js nor CDKTF to plan and apply it.",
        ]),
        heading(2, ["Use it without CDKTF"]),
        paragraph([`With Terraform ${requiredVersion(stack)} and credentials of the account:`]),
        { type: "code", lang: "sh", value: "terraform init\nterraform plan" },
        paragraph(backendText(stack)),
        heading(2, ["What led to each block"]),
        paragraph(["By construct, in the order of the file. Lines are those of the commit that the manifest names."]),
        ...groupsOf(stack, provenance).flatMap(groupNodes),
      ],
    },
    { bullet: "-", listItemIndent: "one" },
  );
}

function requiredVersion({ json: { terraform } }: Stack): string {
  const version = isObject(terraform) ? terraform.required_version : undefined;
  return typeof version === "string" ? version : "of any version";
}

function backendText({ json: { terraform } }: Stack): Span[] {
  const backend = isObject(terraform) ? terraform.backend : undefined;
  const s3 = isObject(backend) ? backend.s3 : undefined;
  if (!isObject(s3)) return ["The stack names no S3 backend: set one before the first apply, or the state is local."];
  return [
    "The state is ",
    { code: `s3://${String(s3.bucket)}/${String(s3.key)}` },
    `, in ${String(s3.region)}. Where the stack is deployed from the same commit, the plan shows no changes.`,
  ];
}

interface Group {
  readonly construct: string;
  readonly setting: Provenance["setting"];
  readonly entries: readonly { readonly block: Block; readonly source: SourceLine | undefined }[];
}

function groupsOf(stack: Stack, provenances: Project["provenance"]): readonly Group[] {
  const groups = new Map<string, Group & { readonly entries: Group["entries"][number][] }>();
  for (const block of stack.blocks.values()) {
    const provenance = provenances.get(`${stack.name}/${block.address}`);
    if (!provenance) continue;
    const { construct, setting, source } = provenance;
    const key = JSON.stringify([construct, setting.path]);
    const group = groups.get(key) ?? { construct, setting, entries: [] };
    groups.set(key, group);
    group.entries.push({ block, source });
  }
  return [...groups.values()];
}

function groupNodes({ construct, setting, entries }: Group) {
  const at = setting.source === undefined ? ", which has its default" : `, ${lineText(setting.source)}`;
  return [
    heading(3, [{ code: construct }, ", for ", { code: setting.path }]),
    paragraph(["Setting: ", { code: setting.path }, at]),
    {
      type: "list" as const,
      spread: false,
      children: entries.map(({ block, source }) => ({
        type: "listItem" as const,
        children: [paragraph([{ code: block.address }, ...(source ? [`, ${lineText(source)}`] : [])])],
      })),
    },
  ];
}

function lineText({ file, line }: SourceLine): string {
  return `${file}:${line}`;
}

function heading(depth: 1 | 2 | 3, spans: readonly Span[]) {
  return { type: "heading" as const, depth, children: phrasing(spans) };
}

function paragraph(spans: readonly Span[]) {
  return { type: "paragraph" as const, children: phrasing(spans) };
}

function phrasing(spans: readonly Span[]) {
  return spans.map((span) =>
    typeof span === "string"
      ? { type: "text" as const, value: span }
      : { type: "inlineCode" as const, value: span.code },
  );
}
