import type { ControlResult, UnexaminedType } from "../controls/results";
import type { Assessment } from "../model/assessment";
import { grouped } from "../model/grouped";
import { AccessInWords } from "./access-in-words";
import { controlId, hclFile, jsonFile } from "./links";
import { OutcomeBadge } from "./outcome-badge";
import { Heads } from "./heads";
import { Scrolling } from "./scrolling";
import { count, frameworkTitle, outcomes, outcomeWords } from "./words";

/** What is decided, what is not, and why, in words and a few numbers. */
export function Summary({ assessment }: { readonly assessment: Assessment }) {
  const { controls, unexaminedTypes, access } = assessment;
  return (
    <>
      <Sources assessment={assessment} />
      <h3>Controls</h3>
      <p>{controlsInWords(controls)}</p>
      <Counts controls={controls} />
      <Failing controls={controls} />
      <Accepted controls={controls} />
      <Unexamined types={unexaminedTypes} />
      <h3>Who can do what</h3>
      <AccessInWords matrices={access} />
      <h3>Stacks</h3>
      <Stacks assessment={assessment} />
    </>
  );
}

function Sources({ assessment: { sources, stacks } }: { readonly assessment: Assessment }) {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const tree = sources.clean ? "whose working tree is clean" : "with changes in the working tree that no commit has";
  return (
    <p>
      {`${count(stacks.length, "stack")} with ${count(resources, "resource")}, synthesized from `}
      {sources.commit === undefined ? (
        "sources outside a Git checkout"
      ) : (
        <>
          commit <code>{sources.commit}</code>, {tree}
        </>
      )}
      {`. Acceptances count as of ${sources.date}. Everything below is read from the code, and is about what these stacks create: other resources of an account are not examined, and controls on the account itself, or on a running cluster, are marked as not decided here.`}
    </p>
  );
}

function controlsInWords(controls: readonly ControlResult[]): string {
  const of = (outcome: string) => controls.filter((control) => control.outcome === outcome).length;
  return `Of ${count(controls.length, "control")}, ${of("passes")} pass, ${of("fails")} fail, ${of("accepted")} are accepted for a stated reason until a date, and ${of("not-decided")} cannot be decided from the code.`;
}

function Counts({ controls }: { readonly controls: readonly ControlResult[] }) {
  const frameworks = [...grouped(controls, ({ framework }) => framework)];
  return (
    <Scrolling label="Controls by framework and result">
      <table>
        <caption>Controls by framework and result</caption>
        <thead>
          <tr>
            <th scope="col">Framework</th>
            {outcomes.map((outcome) => (
              <th key={outcome} scope="col" class="number">
                {outcomeWords[outcome]}
              </th>
            ))}
            <th scope="col" class="number">
              all
            </th>
          </tr>
        </thead>
        <tbody>
          {frameworks.map(([framework, members]) => (
            <tr key={framework}>
              <th scope="row">{frameworkTitle(framework)}</th>
              {outcomes.map((outcome) => (
                <td key={outcome} class="number" data-outcome={outcome} data-framework={framework}>
                  <Count framework={framework} outcome={outcome} controls={members} />
                </td>
              ))}
              <td class="number">{members.length}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function Count(props: {
  readonly framework: string;
  readonly outcome: string;
  readonly controls: readonly ControlResult[];
}) {
  const { framework, outcome } = props;
  const number = props.controls.filter((control) => control.outcome === outcome).length;
  if (number === 0) return <>0</>;
  return (
    <a href="#controls" data-set-framework={framework} data-set-outcome={outcome}>
      {number}
    </a>
  );
}

function Failing({ controls }: { readonly controls: readonly ControlResult[] }) {
  const failing = controls.filter(({ outcome }) => outcome === "fails");
  return (
    <>
      <h4>What fails</h4>
      {failing.length === 0 ? <p>No control fails.</p> : <ControlList controls={failing} />}
    </>
  );
}

function ControlList({ controls }: { readonly controls: readonly ControlResult[] }) {
  return (
    <ul>
      {controls.map(({ framework, id, title, outcome, summary }) => (
        <li key={controlId(framework, id)}>
          <OutcomeBadge outcome={outcome} />{" "}
          <a href={`#${controlId(framework, id)}`}>
            {frameworkTitle(framework)} {id}
          </a>
          {`: ${title}. ${summary}`}
        </li>
      ))}
    </ul>
  );
}

function Accepted({ controls }: { readonly controls: readonly ControlResult[] }) {
  const findings = controls.flatMap((control) => control.findings.map((finding) => ({ control, finding })));
  const accepted = grouped(
    findings.filter(({ finding }) => finding.outcome === "accepted"),
    ({ finding: { acceptance } }) => JSON.stringify(acceptance ?? ""),
  );
  if (accepted.size === 0) return null;
  return (
    <Scrolling label="What is accepted">
      <table>
        <caption>What is accepted, and until when</caption>
        <thead>
          <Heads titles={["Rule", "Reason", "Owner", "Until", "Controls"]} />
        </thead>
        <tbody>
          {[...accepted].map(([key, members]) => {
            const acceptance = members[0]?.finding.acceptance;
            const ids = [...new Set(members.map(({ control }) => control))];
            return (
              <tr key={key}>
                <th scope="row">
                  <code>{acceptance?.rule}</code>
                </th>
                <td>{acceptance?.reason}</td>
                <td>{acceptance?.owner}</td>
                <td class="date">{acceptance?.expires}</td>
                <td>
                  {ids.map(({ framework, id }, index) => (
                    <>
                      {index > 0 && ", "}
                      <a href={`#${controlId(framework, id)}`}>{id}</a>
                    </>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** What the controls leave out, so that nothing is taken for examined that is not. */
function Unexamined({ types }: { readonly types: readonly UnexaminedType[] }) {
  const resources = types.reduce((sum, type) => sum + type.resources, 0);
  return (
    <>
      <h4>What no control asks about</h4>
      {types.length === 0 ? (
        <p>Each type of resource in the stacks is examined by a rule.</p>
      ) : (
        <>
          <p>
            {`No control here asks anything of ${count(resources, "resource")} of ${count(types.length, "type")}: no rule examines them, or reads them to examine another resource.`}
          </p>
          <ul>
            {types.map((one) => (
              <li key={one.type}>
                <code>{one.type}</code>: {one.resources}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Stacks({ assessment: { stacks } }: { readonly assessment: Assessment }) {
  return (
    <Scrolling label="Stacks">
      <table>
        <caption>Stacks, with the files that Terraform applies</caption>
        <thead>
          <Heads titles={["Stack", "Kind", "Account", "Region", "Resources", "HCL", "JSON"]} />
        </thead>
        <tbody>
          {stacks.map(({ name, kind, account, region, resources }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{kind}</td>
              <td>{account}</td>
              <td>{region}</td>
              <td class="number">{resources}</td>
              <td>
                <a href={hclFile(name)}>HCL of {name}</a>
              </td>
              <td>
                <a href={jsonFile(name)}>JSON of {name}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
