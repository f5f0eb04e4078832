import type { LabEvent, LabRow } from '#protocol';
import { expect, test } from 'vitest';
import { Rounds } from './lab';
import { median, Skipped, type Sample, type Work } from './work';

class FakeWork implements Work {
  readonly task;
  closed = 0;
  readonly #answers: (Sample | Error)[];

  constructor(what: string, ...answers: (Sample | Error)[]) {
    this.task = { section: 'mlp', what, unit: 's', kind: 'ours' } as const;
    this.#answers = answers;
  }

  async measure(): Promise<Sample> {
    const answer = this.#answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  }

  close(): void {
    this.closed++;
  }
}

async function run(works: readonly Work[], rounds = 3): Promise<readonly LabEvent[]> {
  const events: LabEvent[] = [];
  await new Rounds(works, { rounds, patience: 1 }, (event) => events.push(event)).run();
  return events;
}

const rowsOf = (events: readonly LabEvent[]): readonly LabRow[] =>
  events.flatMap((event) => (event.type === 'row' ? [event.row] : []));

test('every task takes its turn in every round, and rows grow to medians', async () => {
  const a = new FakeWork('a', { value: 3 }, { value: 1 }, { value: 2, note: 'last' });
  const b = new FakeWork('b', { value: 5 }, { value: 5 }, { value: 8 });
  const rows = rowsOf(await run([a, b]));
  expect(rows.map(({ what }) => what)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(rows.map(({ value }) => value)).toEqual([3, 5, 2, 5, 2, 5]);
  expect(rows[4]).toMatchObject({ least: 1, most: 3, rounds: 3, note: 'last' });
});

test('what cannot run is skipped with its reason, and not asked again', async () => {
  const slow = new FakeWork('slow', new Skipped('too slow'));
  const broken = new FakeWork('broken', { value: 1 }, new Error('no memory'));
  const fine = new FakeWork('fine', { value: 1 }, { value: 1 });
  const rows = rowsOf(await run([slow, broken, fine], 2));
  const skipped = rows.filter(({ isSkipped }) => isSkipped);
  expect(skipped.map(({ what, note, value }) => [what, note, value])).toEqual([
    ['slow', 'skipped: too slow', undefined],
    ['broken', 'failed: no memory', undefined],
  ]);
  expect(rows.filter(({ what }) => what === 'fine')).toHaveLength(2);
  expect(slow.closed).toBeGreaterThan(0);
});

test('progress counts what was skipped as well', async () => {
  const works = [
    new FakeWork('a', new Skipped('no')),
    new FakeWork('b', { value: 1 }, { value: 2 }),
  ];
  const progress = (await run(works, 2)).flatMap((event) =>
    event.type === 'progress' ? [[event.round, event.done, event.total]] : [],
  );
  expect(progress).toEqual([
    [1, 0, 4],
    [1, 1, 4],
    [2, 2, 4],
    [2, 3, 4],
  ]);
});

test('all that was opened is closed at the end', async () => {
  const work = new FakeWork('a', { value: 1 });
  await run([work], 1);
  expect(work.closed).toBe(1);
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});
