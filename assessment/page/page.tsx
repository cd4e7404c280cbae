import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Additions } from "../additions";
import type { Drawing } from "../drawing/drawing";
import type { Assessment } from "../model/assessment";
import { Access } from "./access";
import { Architectures } from "./architectures";
import { assets } from "./assets";
import { Changes } from "./changes";
import { Controls } from "./controls";
import { Environments } from "./environments";
import { Inventory } from "./inventory";
import { Opinion } from "./opinion";
import { Summary } from "./summary";

interface View {
  readonly id: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

/** The assessment as one HTML file that needs no network and no other file to be read. */
export function page(assessment: Assessment, drawings: readonly Drawing[], additions: Additions = {}): string {
  const all = [...views(assessment, drawings), ...furtherViews(additions)];
  return `<!DOCTYPE html>\n${renderToString(<Document views={all} />)}\n`;
}

function views(assessment: Assessment, drawings: readonly Drawing[]): readonly View[] {
  return [
    { id: "summary", title: "Summary", content: <Summary assessment={assessment} /> },
    { id: "controls", title: "Controls", content: <Controls controls={assessment.controls} /> },
    { id: "access", title: "Access", content: <Access matrices={assessment.access} /> },
    { id: "inventory", title: "Inventory", content: <Inventory rows={assessment.inventory} /> },
    { id: "environments", title: "Environments", content: <Environments sideBySide={assessment.environments} /> },
    { id: "architecture", title: "Architecture", content: <Architectures drawings={drawings} /> },
  ];
}

function furtherViews({ comparison, opinion }: Additions): readonly View[] {
  const views: View[] = [];
  if (comparison) {
    const { changes, against } = comparison;
    views.push({ id: "changes", title: "Changes", content: <Changes comparison={changes} against={against} /> });
  }
  if (opinion) views.push({ id: "checkov", title: "Second opinion", content: <Opinion opinion={opinion} /> });
  return views;
}

function Document({ views }: { readonly views: readonly View[] }) {
  const { style, script, policy } = assets();
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Evidence</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header>
          <h1 class="name">Evidence</h1>
          <nav aria-label="Views">
            <ul>
              {views.map(({ id, title }) => (
                <li key={id}>
                  <a href={`#${id}`}>{title}</a>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <main id="content" tabIndex={-1}>
          {views.map(({ id, title, content }) => (
            <section key={id} id={id} class="view" aria-labelledby={`${id}-title`}>
              <h2 id={`${id}-title`}>{title}</h2>
              {content}
            </section>
          ))}
        </main>
        <script type="module" dangerouslySetInnerHTML={{ __html: script }} />
      </body>
    </html>
  );
}
