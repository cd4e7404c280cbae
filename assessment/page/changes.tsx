import type { ComponentChildren } from "preact";
import type {
  AccessChange,
  Comparison,
  ControlChange,
  Direction,
  FindingChange,
  ResourceChange,
} from "../comparison/comparison";
import { controlId } from "./links";
import { Heads } from "./heads";
import { Scrolling } from "./scrolling";
import { Value } from "./value";
import { count, decisionWords, frameworkTitle, outcomeWords } from "./words";

/** What changed since another assessment: what got worse first. */
export function Changes({ comparison, against }: { readonly comparison: Comparison; readonly against: string }) {
  const { controls, access, resources } = comparison;
  const of = (direction: Direction) => controls.filter((control) => control.direction === direction);
  const cells = access.reduce(
    (sum, { environments, principals, questions }) => sum + environments.length * principals.length * questions.length,
    0,
  );
  const [worse, better] = [of("worse"), of("better")];
  return (
    <>
      <p>
        Compared with <code>{against}</code>
        {`: ${count(worse.length, "control")} got worse, ${better.length} got better; ${count(controls.length, "control")}, ${count(cells, "cell")} of the access matrices and ${count(resources.length, "resource")} changed.`}
      </p>
      <Controls title="Controls that got worse" controls={worse} />
      <Controls title="Controls that got better" controls={better} />
      <Controls title="Other controls that changed" controls={of("other")} />
      <Access changes={access} />
      <Resources changes={resources} />
    </>
  );
}

function Table(props: {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly ComponentChildren[];
}) {
  const { title, columns, rows } = props;
  if (rows.length === 0) return <p>{`${title}: none.`}</p>;
  return (
    <Scrolling label={title}>
      <table class="changes">
        <caption>{`${title}: ${rows.length}`}</caption>
        <thead>
          <Heads titles={columns} />
        </thead>
        <tbody>{rows}</tbody>
      </table>
    </Scrolling>
  );
}

function Controls({ title, controls }: { readonly title: string; readonly controls: readonly ControlChange[] }) {
  const rows = controls.map(({ framework, id, title: control, before, after, findings }) => (
    <tr key={controlId(framework, id)}>
      <th scope="row">
        {after === undefined ? id : <a href={`#${controlId(framework, id)}`}>{id}</a>} {control}
        <span class="rule">{frameworkTitle(framework)}</span>
      </th>
      <td>{before === undefined ? "not there" : outcomeWords[before]}</td>
      <td>{after === undefined ? "not there" : outcomeWords[after]}</td>
      <td>
        <ul class="places">
          {findings.map((finding) => (
            <FindingLine key={`${finding.rule} ${finding.stack} ${finding.address ?? ""}`} finding={finding} />
          ))}
        </ul>
      </td>
    </tr>
  ));
  return <Table title={title} columns={["Control", "Before", "After", "Findings"]} rows={rows} />;
}

function FindingLine({ finding }: { readonly finding: FindingChange }) {
  const { stack, address, before, after, found, direction } = finding;
  const words = [before, after].map((outcome) => (outcome === undefined ? "not there" : outcomeWords[outcome]));
  return (
    <li>
      {direction !== "other" && `${direction}: `}
      <code>{address ?? "the stack"}</code> {`in ${stack}: ${[...new Set(words)].join(" → ")}; ${found}`}
    </li>
  );
}

function Access({ changes }: { readonly changes: readonly AccessChange[] }) {
  const rows = changes.map(({ environments, principals, questions, before, after, access, noteBefore, note }) => (
    <tr key={JSON.stringify([environments, principals, questions])}>
      <th scope="row">
        <Names names={principals} of="principal" />
      </th>
      <td>{environments.join(", ")}</td>
      <td>
        <Names names={questions} of="question" />
      </td>
      <td>{before === undefined ? "not there" : decisionWords[before]}</td>
      <td>{after === undefined ? "not there" : decisionWords[after]}</td>
      <td>{access} access</td>
      <td>{[...new Set([noteBefore, note])].filter((text) => text !== undefined).join(" → ")}</td>
    </tr>
  ));
  const columns = ["Principals", "Environments", "Questions", "Before", "After", "Change", "Why"];
  return <Table title="Access that changed" columns={columns} rows={rows} />;
}

/** A few names, or their number with all of them on request. */
function Names({ names, of }: { readonly names: readonly string[]; readonly of: string }) {
  const list = (
    <ul class="places">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
  if (names.length <= 3) return list;
  return (
    <details>
      <summary>{count(names.length, of)}</summary>
      {list}
    </details>
  );
}

function Resources({ changes }: { readonly changes: readonly ResourceChange[] }) {
  const rows = changes.flatMap(({ stack, address, change, attributes }) =>
    (attributes.length === 0 ? [undefined] : attributes).map((attribute) => (
      <tr key={`${stack} ${address} ${attribute?.path ?? ""}`}>
        <th scope="row">
          <code>{address}</code>
        </th>
        <td>{stack}</td>
        <td>{change}</td>
        <td>{attribute && <code>{attribute.path}</code>}</td>
        <td>{attribute && <Value value={attribute.before} />}</td>
        <td>{attribute && <Value value={attribute.after} />}</td>
      </tr>
    )),
  );
  const columns = ["Resource", "Stack", "Change", "Argument", "Before", "After"];
  return <Table title="Resources that changed, by argument" columns={columns} rows={rows} />;
}
