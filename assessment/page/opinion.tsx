import type { Difference, SecondOpinion } from "../second-opinion/opinion";
import { inventoryLink } from "./links";
import { Heads } from "./heads";
import { Scrolling } from "./scrolling";
import { count } from "./words";

const kinds: Readonly<Record<Difference["kind"], string>> = {
  "checkov-fails": "checkov fails, the rules do not",
  "rules-fail": "the rules fail, checkov does not",
  "no-rule": "no rule asks this",
};

/** What checkov says of the same stacks, and why where it says otherwise. */
export function Opinion({ opinion }: { readonly opinion: SecondOpinion }) {
  const { version, agreements, differences } = opinion;
  return (
    <>
      <p>
        {`checkov ${version} and the rules agree on ${count(agreements, "decision")}. ${count(differences.length, "check")} differ or have no rule, each for the reason given.`}
      </p>
      <Scrolling label="Differences from checkov">
        <table class="opinion">
          <caption>{`Differences: ${differences.length}`}</caption>
          <thead>
            <Heads titles={["Check", "Difference", "Why", "Resources"]} />
          </thead>
          <tbody>
            {differences.map((difference) => (
              <Row key={`${difference.check} ${difference.kind}`} difference={difference} />
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

function Row({ difference }: { readonly difference: Difference }) {
  const { kind, check, title, rules, resources, passed, explanation } = difference;
  return (
    <tr>
      <th scope="row">
        {check} <span class="rule">{title}</span>
      </th>
      <td>
        {kinds[kind]}
        <span class="rule">{rules.join(", ")}</span>
      </td>
      <td>{explanation}</td>
      <td>
        <details>
          <summary>{`${count(resources.length, "resource")}; ${passed} pass`}</summary>
          <ul class="places">
            {resources.map((resource) => (
              <li key={resource}>
                <Resource resource={resource} />
              </li>
            ))}
          </ul>
        </details>
      </td>
    </tr>
  );
}

/** @param resource `<stack>/<address>` */
function Resource({ resource }: { readonly resource: string }) {
  const [stack = "", address] = resource.split("/");
  if (address === undefined || address.startsWith("data.")) return <code>{resource}</code>;
  return (
    <a href={inventoryLink(stack, address)}>
      <code>{resource}</code>
    </a>
  );
}
