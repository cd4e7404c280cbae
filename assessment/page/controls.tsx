import { frameworks } from "../controls/frameworks";
import type { ControlResult } from "../controls/results";
import { grouped } from "../model/grouped";
import { Choice, Filters, Search } from "./filters";
import { Findings } from "./findings";
import { controlId } from "./links";
import { OutcomeBadge } from "./outcome-badge";
import { frameworkTitle, outcomes, outcomeWords } from "./words";

/** Every control with its result and evidence. */
export function Controls({ controls }: { readonly controls: readonly ControlResult[] }) {
  const frameworks = grouped(controls, ({ framework }) => framework);
  return (
    <>
      <Filters of="controls">
        <Choice
          label="Framework"
          name="framework"
          options={[...frameworks.keys()].map((id) => [id, frameworkTitle(id)])}
        />
        <Choice label="Result" name="outcome" options={outcomes.map((outcome) => [outcome, outcomeWords[outcome]])} />
        <Search label="Text" />
      </Filters>
      {[...frameworks].map(([framework, members]) => (
        <section key={framework} data-group="controls">
          <h3>{frameworkTitle(framework)}</h3>
          <Listed framework={framework} />
          <ul class="controls">
            {members.map((control) => (
              <Control key={control.id} control={control} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** What a framework's controls were taken from. */
function Listed({ framework }: { readonly framework: string }) {
  const known = frameworks.find(({ id }) => id === framework);
  if (!known) return null;
  return <p class="numbers">{`Taken from ${known.listed.replace(/\.$/, "")}. See ${known.see}.`}</p>;
}

function Control({ control }: { readonly control: ControlResult }) {
  const { framework, id, outcome, title, summary } = control;
  return (
    <li id={controlId(framework, id)} data-entry="controls" data-framework={framework} data-outcome={outcome}>
      <details>
        <summary>
          <span class="id">{id}</span>
          <span class="title">{title}</span>
          <OutcomeBadge outcome={outcome} />
          <span class="result">{summary}</span>
        </summary>
        <Evidence control={control} />
      </details>
    </li>
  );
}

function Evidence({ control }: { readonly control: ControlResult }) {
  const { asks, numbers, decidedBy, findings } = control;
  const others = Object.entries(numbers).map(([framework, number]) => `${framework}: ${number}`);
  return (
    <>
      <p>{asks}</p>
      {others.length > 0 && <p class="numbers">{`Also ${others.join(", ")}.`}</p>}
      {decidedBy !== undefined && <p>{`Decided by: ${decidedBy}`}</p>}
      {findings.length > 0 && <Findings control={control} />}
    </>
  );
}
