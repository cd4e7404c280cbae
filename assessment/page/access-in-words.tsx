import type { AccessMatrix, Cell } from "../access/matrix";
import { grouped } from "../model/grouped";
import { count, enumeration } from "./words";

/** For each environment, who can do what, as sentences: about the first group at once, about the others on request. */
export function AccessInWords({ matrices }: { readonly matrices: readonly AccessMatrix[] }) {
  return (
    <>
      {matrices.map((matrix) => (
        <details key={matrix.environment} open={matrices.length <= mostOpen}>
          <summary>
            {`In ${matrix.environment}: ${count(matrix.questions.length, "question")} asked of ${count(matrix.rows.length, "principal")}`}
          </summary>
          <Groups matrix={matrix} />
          <p>
            <a href={`#access/${matrix.environment}`}>{`The statements that decide this in ${matrix.environment}`}</a>
          </p>
        </details>
      ))}
    </>
  );
}

/** With more environments, the sentences of each are folded. */
const mostOpen = 3;

function Groups({ matrix }: { readonly matrix: AccessMatrix }) {
  const numbered = matrix.questions.map((question, index) => ({ ...question, index }));
  return (
    <>
      {[...grouped(numbered, ({ group }) => group)].map(([group, questions], position) => (
        <details key={group} class="group" open={position === 0}>
          <summary>{group}</summary>
          <dl class="access">
            {questions.map(({ id, label, explains, index }) => (
              <div key={id}>
                <dt title={explains}>{label}</dt>
                <dd>{answer(matrix, index)}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </>
  );
}

function answer({ rows }: AccessMatrix, question: number): string {
  const who = (decision: Cell["decision"]) =>
    rows
      .filter(({ cells }) => cells[question]?.decision === decision)
      .map(({ principal, role }) => `${shortName(principal)} (${role})`);
  const [allowed, conditional, unknown] = [who("allowed"), who("conditional"), who("not-decided")];
  const sentences = [
    allowed.length > 0 ? `${enumeration(allowed)}.` : "No principal without a condition.",
    ...(conditional.length > 0 ? [`Under a condition: ${enumeration(conditional)}.`] : []),
    ...(unknown.length > 0 ? [`Not decided by code: ${enumeration(unknown)}.`] : []),
  ];
  return allowed.length + conditional.length + unknown.length === 0 ? "No principal." : sentences.join(" ");
}

/** The end of an ARN, which names the principal in its account. */
export function shortName(principal: string): string {
  return principal.startsWith("arn:") ? principal.split(":").slice(5).join(":") : principal;
}
