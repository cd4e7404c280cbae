import type { Project } from "../model/project";
import type { Caller } from "./caller";
import { callersOf } from "./callers";
import { clusterQuestions } from "./cluster-questions";
import { decide } from "./decide";
import type { Document } from "./documents";
import { joined } from "./joined";
import type { AccessMatrix, Cell } from "./matrix";
import type { Ask, Question } from "./question";
import { rememberMatches } from "../../emulator/referee/remembered-matches";
import { auditQuestions, imageQuestions, keyQuestions } from "./resource-questions";
import { roleQuestions } from "./role-questions";
import { stateQuestions } from "./state-questions";
import { type Subject, subjectsOf } from "./subject";

/**
 * Who can do what in each environment, computed by the policy simulator from the synthesized policies, in the order of
 * the settings. A cell that rests on a policy that the simulator refuses is not decided.
 */
export async function accessMatrices(project: Project): Promise<AccessMatrix[]> {
  rememberMatches();
  const matrices: AccessMatrix[] = [];
  for (const subject of subjectsOf(project)) matrices.push(await matrixOf(subject));
  return matrices;
}

async function matrixOf(subject: Subject): Promise<AccessMatrix> {
  const questions = questionsOf(subject);
  const rows: AccessMatrix["rows"][number][] = [];
  for (const caller of callersOf(subject, questions)) {
    const cells: Cell[] = [];
    for (const one of questions) cells.push(await cellOf(caller, one));
    rows.push({ principal: caller.principal, role: caller.role, cells });
  }
  return {
    environment: subject.environment.name,
    questions: questions.map(({ id, group, label, explains }) => ({ id, group, label, explains })),
    rows,
  };
}

function questionsOf(subject: Subject): readonly Question[] {
  return [
    stateQuestions(subject),
    keyQuestions(subject),
    roleQuestions(subject),
    clusterQuestions(subject),
    imageQuestions(subject),
    auditQuestions(subject),
  ].flat();
}

async function cellOf(caller: Caller, { asks, join }: Question): Promise<Cell> {
  const answers: { readonly cell: Cell; readonly label: string | undefined }[] = [];
  for (const ask of asks) {
    const cell = "answer" in ask ? ask.answer(caller) : await decideOnce(caller, ask);
    answers.push({ cell, label: ask.label });
  }
  return joined(answers, join);
}

const decided = new WeakMap<Ask, Map<string, Promise<Cell>>>();

/** Environments of one account share questions about its audit trail, and principals. */
function decideOnce(caller: Caller, ask: Ask): Promise<Cell> {
  const byCaller = decided.get(ask) ?? new Map<string, Promise<Cell>>();
  decided.set(ask, byCaller);
  const { arn, policies, boundary, context } = caller;
  const key = JSON.stringify([arn, [...policies, boundary].map(numberOf), context]);
  const cell = byCaller.get(key) ?? decide(caller, ask);
  byCaller.set(key, cell);
  return cell;
}

const numbers = new WeakMap<Document, number>();
let last = 0;

function numberOf(document: Document | undefined): number {
  if (document === undefined) return 0;
  const number = numbers.get(document) ?? ++last;
  numbers.set(document, number);
  return number;
}
