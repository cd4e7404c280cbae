import { createInterface } from "node:readline";
import { addDocuments, type Documents, type HashedCall, withDocuments } from "../record";
import { judge } from "./judge";
import type { SentPolicyDocument } from "./policy-document";

/** A line to the referee: policy documents by their hashes, or a call that uses them. */
type Line =
  | { readonly documents: Readonly<Record<string, SentPolicyDocument>> }
  | { readonly id: number; readonly call: HashedCall };

/** Answers each call on standard input with its verdict on standard output, one JSON object a line, until input ends. */
async function answer(): Promise<void> {
  const documents: Documents = new Map();
  for await (const text of createInterface({ input: process.stdin })) {
    const line = JSON.parse(text) as Line;
    if ("documents" in line) {
      addDocuments(documents, line.documents);
    } else {
      const verdict = await judge(withDocuments(line.call, documents));
      process.stdout.write(`${JSON.stringify({ id: line.id, verdict })}\n`);
    }
  }
}

void answer();
