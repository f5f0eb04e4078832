/** Control flow, tables, strings, examples, lists, random numbers: the executor answers and refuses as TensorFlow does. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { StatusError, type Session } from '#executor';
import { expectTensor, fromJson, loadFixture, type JsonTensor } from './executor-fixtures';

interface Case {
  readonly model: string;
  readonly title: string;
  readonly feeds: Readonly<Record<string, JsonTensor>>;
  readonly fetches: readonly string[];
  readonly outputs?: readonly JsonTensor[];
  readonly code?: string;
  readonly message?: string;
}

const file = new URL('../fixtures/executor/cases.json', import.meta.url);
const { cases } = JSON.parse(await readFile(file, 'utf8')) as { readonly cases: readonly Case[] };

const sessions = new Map<string, Promise<Session>>();

/** One session for each model: cases follow each other as they did in TensorFlow. */
function sessionOf(model: string): Promise<Session> {
  const session = sessions.get(model) ?? loadFixture(`executor/models/${model}`);
  sessions.set(model, session);
  return session;
}

function refusalOf(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(StatusError);
    return error as StatusError;
  }
  expect.fail('nothing is refused');
}

/**
 * A message with the node of the file that `expected` names. The fixture's runtime rewrites no graph and has no oneDNN;
 * the executor has the names of one that does, which are paths of calls for some ops, and says more of matrices.
 */
function inFile(message: string, expected: string): string {
  const [, place] = expected.split('\n\t [[');
  const node = /\{\{node (\S+)\}\}/.exec(place ?? '')?.[1] ?? '';
  const path = /\n\t \[\[\{\{node (\S+)\}\}\]\]$/.exec(message)?.[1] ?? '';
  if (!path.endsWith(`/${node}`)) return message;
  return message.replace(`{{node ${path}}}]]`, place!).replace(/(\]) [01] [01]\n/, '$1\n');
}

describe('TensorFlow says the same', () => {
  test.each(cases.map((item, i) => ({ ...item, id: `${i} ${item.title}` })))(
    '$id',
    async (item) => {
      const session = await sessionOf(item.model);
      const feeds = new Map(
        Object.entries(item.feeds).map(([name, json]) => [name, fromJson(json)]),
      );
      if (item.outputs) {
        const outputs = session.run(feeds, item.fetches);
        item.outputs.forEach((expected, i) => expectTensor(outputs[i], expected));
      } else {
        const error = refusalOf(() => session.run(feeds, item.fetches));
        expect(error.code).toBe(item.code);
        expect(inFile(error.message, item.message!)).toContain(item.message);
      }
    },
  );
});
