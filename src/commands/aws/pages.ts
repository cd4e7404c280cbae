import { UnexpectedAnswer } from "./aws-errors";

/**
 * The pages of a list.
 *
 * @param position the field of a page that names the next one
 * @throws UnexpectedAnswer when a page names itself as the next one, so that the list would never end
 */
export async function* ending<Position extends string, Page extends Readonly<Partial<Record<Position, string>>>>(
  pages: AsyncIterable<Page>,
  position: Position,
): AsyncGenerator<Page> {
  let before: string | undefined;
  for await (const page of pages) {
    const next = page[position];
    if (next !== undefined && next === before) throw new UnexpectedAnswer("a list that does not end");
    before = next;
    yield page;
  }
}
