import { fingerprintOf, parseFingerprint } from "../../../src/commands/plan-report/fingerprint";
import { change, reportOn } from "./plan-of";

const sources = { commit: "0123456789abcdef0123", tree: "fedcba98765432100123", isChanged: false };
const update = (more: object) => change("aws_vpc.a", ["update"], { before: {}, ...more });
const of = (changes: unknown[], own: typeof sources | undefined = sources) =>
  parseFingerprint(fingerprintOf({ stack: "prod", plan: reportOn(changes), serial: 7, sources: own }));

test("a fingerprint has the stack, the serial, the commit and digests", () => {
  expect(of([update({ after: { cidr_block: "x" } })])).toMatchObject({
    stack: "prod",
    serial: 7,
    commit: "0123456789ab",
    tree: "fedcba987654",
    isComplete: true,
  });
});

test("the digest changes with a value that is shown, in its section alone", () => {
  const [one, other] = ["x", "y"].map((cidr_block) => of([update({ after: { cidr_block } })]));
  expect(one?.digest).not.toBe(other?.digest);
  expect(one?.sections.irreversible).toBe(other?.sections.irreversible);
  expect(one?.sections.other).not.toBe(other?.sections.other);
});

test("the digest does not depend on a value that is not shown, and says that it covers not everything", () => {
  const [one, other] = ["x", "y"].map((value) =>
    of([update({ after: { cidr_block: value }, after_sensitive: { cidr_block: true } })]),
  );
  expect(one?.digest).toBe(other?.digest);
  expect(one?.isComplete).toBe(false);
});

test("uncommitted changes leave no tree, and a checkout without git no commit", () => {
  expect(of([], { ...sources, isChanged: true })?.tree).toBeUndefined();
  const without = parseFingerprint(
    fingerprintOf({ stack: "dev", plan: reportOn([]), serial: undefined, sources: undefined }),
  );
  expect(without).toEqual(
    expect.not.objectContaining({ commit: expect.anything() as unknown, serial: expect.anything() as unknown }),
  );
});

test.each(["", "1:prod", "2:prod:7:-:-:complete:x:y", "review.json"])("%p is no fingerprint", (text) => {
  expect(parseFingerprint(text)).toBeUndefined();
});
