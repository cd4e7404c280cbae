import type { ControlResult, Finding } from "../controls/results";
import { grouped } from "../model/grouped";
import { inventoryLink } from "./links";
import { OutcomeBadge } from "./outcome-badge";
import { Scrolling } from "./scrolling";
import { count, frameworkTitle, outcomes } from "./words";

/** The findings of a control; resources with the same finding share a row. */
export function Findings({ control }: { readonly control: ControlResult }) {
  const { framework, id, findings, examined } = control;
  const rows = [...grouped(findings, sameFinding).values()].sort((a, b) => rank(a) - rank(b));
  return (
    <Scrolling label={`Evidence of ${frameworkTitle(framework)} ${id}`}>
      <table class="findings">
        <caption>{`Evidence: ${count(examined, "resource")} examined`}</caption>
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col">Found</th>
            <th scope="col">Where</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((members, index) => (
            <Row key={index} findings={members} />
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function sameFinding({ rule, outcome, attribute, found, acceptance }: Finding): string {
  return JSON.stringify([rule, outcome, attribute, found, acceptance?.reason, acceptance?.expires]);
}

function rank([first]: readonly Finding[]): number {
  return first ? outcomes.indexOf(first.outcome) : outcomes.length;
}

function Row({ findings }: { readonly findings: readonly Finding[] }) {
  const [first] = findings;
  if (!first) return null;
  const { rule, outcome, attribute, found, acceptance } = first;
  return (
    <tr>
      <td>
        <OutcomeBadge outcome={outcome} />
      </td>
      <td>
        {attribute !== undefined && <code>{attribute}</code>} {found} <span class="rule">{rule}</span>
        {acceptance && (
          <span class="acceptance">
            {`${outcome === "accepted" ? "Accepted" : "The acceptance has expired"}: ${acceptance.reason} (${acceptance.owner}, until ${acceptance.expires})`}
          </span>
        )}
      </td>
      <td>
        <Places findings={findings} />
      </td>
    </tr>
  );
}

/** The resources of findings, by stack, with links to the inventory. */
function Places({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <ul class="places">
      {[...grouped(findings, ({ address }) => address ?? "")].map(([address, members]) => (
        <li key={address}>
          <code>{address === "" ? "the stack" : address}</code>
          {" in "}
          {members.map(({ stack }, index) => (
            <>
              {index > 0 && ", "}
              {address === "" ? stack : <a href={inventoryLink(stack, address)}>{stack}</a>}
            </>
          ))}
        </li>
      ))}
    </ul>
  );
}
