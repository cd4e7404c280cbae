import type { ListItem, PhrasingContent, Root } from "mdast";
import { toMarkdown } from "mdast-util-to-markdown";
import type { Project, Provenance, Stack } from "../model/project";

/** Which file of a stack the text stands beside. */
export type StackFormat = "hcl" | "json";

const files: Readonly<Record<StackFormat, string>> = { hcl: "cdk.tf", json: "cdk.tf.json" };

/**
 * The text beside a stack's configuration: how to use it without this project, and which setting and construct led to
 * each block.
 */
export function stackReadme(stack: Stack, format: StackFormat, { provenance }: Project): string {
  const file = files[format];
  const other = format === "hcl" ? "json" : "hcl";
  const root: Root = {
    type: "root",
    children: [
      { type: "heading", depth: 1, children: [text("Stack "), code(stack.name)] },
      paragraph(
        code(file),
        text(
          ` is the whole configuration of this stack for account ${stack.account} in ${stack.region}. It needs Terraform `,
        ),
        text("alone. With credentials that may read the state, in a copy of this folder:"),
      ),
      { type: "code", lang: "sh", value: "terraform init\nterraform plan" },
      paragraph(
        text("Terraform reads the state in the bucket of the "),
        code("backend"),
        text(" block, so the plan is that of "),
        code(`npx cdktf diff ${stack.name}`),
        text(
          ": after a deployment of the same commit, it shows no changes. Keep one of the two formats in a folder, since Terraform reads ",
        ),
        code(files[other]),
        text(" as well."),
      ),
      { type: "heading", depth: 2, children: [text("Where the blocks come from")] },
      paragraph(
        text("Each setting has the line that writes it. One that is not written has the line of the settings around "),
        text("it, or that of its default. Each block has the construct that makes it."),
      ),
      { type: "list", spread: true, children: settingsOf(stack, provenance).map(settingItem) },
    ],
  };
  return toMarkdown(root, { bullet: "-" });
}

interface OfSetting {
  readonly path: string;
  readonly source: string;
  readonly blocks: { readonly address: string; readonly made: Provenance | undefined }[];
}

/** The blocks by the setting that asks for them, in the order of the paths. */
function settingsOf(stack: Stack, provenance: Project["provenance"]): OfSetting[] {
  const found = new Map<string, OfSetting>();
  for (const address of stack.blocks.keys()) {
    const made = provenance.get(`${stack.name}/${address}`);
    const { path = "unknown", source } = made?.setting ?? {};
    const line = source ? `${source.file}:${source.line}` : "";
    const entry = found.get(path) ?? { path, source: line, blocks: [] };
    entry.blocks.push({ address, made });
    found.set(path, entry);
  }
  return [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function settingItem({ path, source, blocks }: OfSetting): ListItem {
  const where = source === "" ? [] : [text(", at "), code(source)];
  return {
    type: "listItem",
    spread: false,
    children: [
      { type: "paragraph", children: [text("Setting "), code(path), ...where] },
      {
        type: "list",
        spread: false,
        children: blocks.map(({ address, made }) => ({
          type: "listItem",
          spread: false,
          children: [{ type: "paragraph", children: blockText(address, made) }],
        })),
      },
    ],
  };
}

function blockText(address: string, made: Provenance | undefined): PhrasingContent[] {
  if (!made) return [code(address)];
  const { construct, source } = made;
  const line = source ? [text(", "), code(`${source.file}:${source.line}`)] : [];
  return [code(address), text(" by "), code(construct), ...line];
}

function paragraph(...children: PhrasingContent[]) {
  return { type: "paragraph" as const, children };
}

function text(value: string): PhrasingContent {
  return { type: "text", value };
}

function code(value: string): PhrasingContent {
  return { type: "inlineCode", value };
}
