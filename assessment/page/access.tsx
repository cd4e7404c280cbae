import type { AccessMatrix, Cell } from "../access/matrix";
import { grouped } from "../model/grouped";
import { shortName } from "./access-in-words";
import { Panels } from "./panels";
import { Scrolling } from "./scrolling";
import { decisionWords } from "./words";

/** The access matrix of each environment. */
export function Access({ matrices }: { readonly matrices: readonly AccessMatrix[] }) {
  const panels = matrices.map((matrix) => ({ name: matrix.environment, content: <Matrix matrix={matrix} /> }));
  return (
    <>
      <p>
        Computed from the synthesized policies. The number in a cell leads to the statements that decide it. What an
        account&#39;s own policies add is not decided here, and said in the cell.
      </p>
      <Panels of="access" panels={panels} />
    </>
  );
}

function Matrix({ matrix }: { readonly matrix: AccessMatrix }) {
  const { environment, rows } = matrix;
  const notes = [...new Set(rows.flatMap(({ cells }) => cells.map(noteOf)))].filter((note) => note !== "");
  return (
    <>
      <Scrolling label={`Access in ${environment}`}>
        <table class="matrix">
          <caption>{`What each principal can do in ${environment}`}</caption>
          <thead>
            <tr>
              <th scope="col">Question</th>
              {rows.map(({ principal, role }) => (
                <th key={principal} scope="col" title={principal}>
                  <span class="principal">{breakable(columnName(principal, rows))}</span>{" "}
                  <span class="role">{role}</span>
                </th>
              ))}
            </tr>
          </thead>
          <Questions matrix={matrix} notes={notes} />
        </table>
      </Scrolling>
      <Notes environment={environment} notes={notes} />
    </>
  );
}

/** The name without the account, unless another account has a principal of that name. */
function columnName(principal: string, rows: AccessMatrix["rows"]): string {
  const name = shortName(principal);
  const isShared = rows.some((row) => row.principal !== principal && shortName(row.principal) === name);
  return isShared ? `${principal.split(":")[4] ?? ""}:${name}` : name;
}

function Questions({ matrix, notes }: { readonly matrix: AccessMatrix; readonly notes: readonly string[] }) {
  const { environment, questions, rows } = matrix;
  const numbered = questions.map((question, index) => ({ ...question, index }));
  return (
    <>
      {[...grouped(numbered, ({ group }) => group)].map(([group, members]) => (
        <tbody key={group}>
          <tr>
            <th scope="rowgroup" colSpan={rows.length + 1} class="group">
              <span>{group}</span>
            </th>
          </tr>
          {members.map(({ id, label, explains, index }) => (
            <tr key={id}>
              <th scope="row">
                {label} <span class="explains">{explains}</span>
              </th>
              {rows.map(({ principal, cells }) => (
                <Answer key={principal} cell={cells[index]} environment={environment} notes={notes} />
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </>
  );
}

function Answer(props: {
  readonly cell: Cell | undefined;
  readonly environment: string;
  readonly notes: readonly string[];
}) {
  const { cell, environment, notes } = props;
  if (!cell) return <td />;
  const number = notes.indexOf(noteOf(cell)) + 1;
  const words = decisionWords[cell.decision];
  return (
    <td class={cell.decision}>
      {number === 0 ? (
        words
      ) : (
        <a href={`#${noteId(environment, number)}`}>
          {words} <sup>{number}</sup>
        </a>
      )}
    </td>
  );
}

/** A name that may break after a slash or hyphen and before a capital letter, rather than within a word. */
function breakable(name: string) {
  return name
    .split(/(?<=[/-])|(?<=[a-z])(?=[A-Z])/)
    .flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]));
}

/** What decides a cell: the reason, then the statements. */
function noteOf({ statements, note }: Cell): string {
  return [note ?? "", ...statements].filter((text) => text !== "").join("\n");
}

function noteId(environment: string, number: number): string {
  return `access/${environment}/${number}`;
}

function Notes({ environment, notes }: { readonly environment: string; readonly notes: readonly string[] }) {
  return (
    <>
      <h4>{`What decides in ${environment}`}</h4>
      <ol class="notes">
        {notes.map((note, index) => (
          <li key={note} id={noteId(environment, index + 1)} tabIndex={-1}>
            {note.split("\n").map((line) => (
              <span key={line}>{line}</span>
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}
