/** Runs the whole table on a bench and says which rows hold. */
import type { Bench, Case } from './bench';
import { SEPARATE, SHARED } from './cases';
import { serveEverything } from './cases/everything';

export interface Outcome {
  readonly row: number;
  readonly title: string;
  /** undefined = it holds */
  readonly failure: string | undefined;
}

export async function runTable(bench: Bench): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const failed = await failureOf(async () => {
    await bench.reset();
    await serveEverything(bench);
  });
  for (const { title, cases } of SHARED) {
    for (const { row, title: name, check } of cases) {
      const failure = failed ?? (await failureOf(() => check(bench)));
      outcomes.push({ row, title: `${title}: ${name}`, failure });
    }
  }
  for (const one of SEPARATE) outcomes.push(await runAlone(bench, one));
  await bench.reset();
  return outcomes;
}

async function runAlone(bench: Bench, { row, title, check }: Case): Promise<Outcome> {
  const failure = await failureOf(async () => {
    await bench.reset();
    await check(bench);
  });
  return { row, title, failure };
}

async function failureOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export interface Gap {
  readonly row: number;
  readonly title: string;
  readonly reason: string;
}

/** What contradicts the list of known gaps: a failure that is not listed, or a listed one that is none any more. */
export function surprises(outcomes: readonly Outcome[], gaps: readonly Gap[]): readonly string[] {
  const isGap = ({ row, title }: Outcome) =>
    gaps.some((gap) => gap.row === row && gap.title === title);
  const listed = gaps.filter(({ row, title }) =>
    outcomes.some((outcome) => outcome.row === row && outcome.title === title),
  );
  return [
    ...outcomes.filter((o) => o.failure !== undefined && !isGap(o)).map(describe),
    ...outcomes
      .filter((o) => o.failure === undefined && isGap(o))
      .map((o) => `${describe(o)} holds: take it off the list`),
    ...gaps.filter((gap) => !listed.includes(gap)).map((gap) => `no case ${gap.row} ${gap.title}`),
  ];
}

function describe({ row, title, failure }: Outcome): string {
  return `${row} ${title}${failure === undefined ? '' : `: ${failure}`}`;
}
