/** Rules that turn a server's message into what it means for the one who asked. */

const SLUG = 'tensorflow-serving';

/** Cells of the lesson on TensorFlow Serving that explanations lead to: their titles, by their ids. */
export const CELLS = {
  serve: 'Start the server',
  status: 'Is it up?',
  predict: 'Call it from a program',
  request: 'Write a request to a file',
  curl: 'The same with curl',
  metadata: 'Read the contract over HTTP',
  columns: 'Columns instead of rows',
  flat: 'Send 784 numbers',
  lost: 'Mount one directory too deep',
  refused: 'Nobody is listening',
  swap: 'Release version 2 under load',
  rollback: 'Take version 2 back',
  labels: 'Serve both, with labels',
  grpc: 'Measure both',
} as const;

export type Place = keyof typeof CELLS;

export type Rule = readonly [
  message: RegExp,
  /** Groups of the pattern are put in for `$1`, `$2`, … */
  why: string | ((match: RegExpExecArray) => string),
  place: Place,
];

export interface Explanation {
  /** Why it happened and what to do, in the second person. */
  readonly why: string;
  readonly link: { readonly href: string; readonly text: string };
}

export function linkTo(place: Place): Explanation['link'] {
  return { href: `#/${SLUG}/cell-${place}`, text: CELLS[place] };
}

/** By the first rule that matches. */
export function applyRules(rules: readonly Rule[], message: string): Explanation | undefined {
  for (const [pattern, why, place] of rules) {
    const match = pattern.exec(message);
    if (!match) continue;
    const text =
      typeof why === 'function'
        ? why(match)
        : why.replaceAll(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
    return { why: text, link: linkTo(place) };
  }
  return undefined;
}
