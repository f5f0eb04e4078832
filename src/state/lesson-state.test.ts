import type { Lesson } from '#course';
import type { KernelOptions } from '#protocol';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { KernelState, type Restart } from './kernel-state.svelte';
import { LessonState } from './lesson-state.svelte';
import { RunQueue } from './run-queue';
import { MemoryStorage } from './storage';
import { FakeKernel, result } from './testing';

const OPTIONS: KernelOptions = { backend: undefined, baseUrl: 'http://localhost/' };

const cell = (id: string, code = `${id}()`) =>
  ({ kind: 'cell', id, title: id, language: 'ts', code, html: code }) as const;

const lessonOf = (...cells: ReturnType<typeof cell>[]): Lesson => ({
  slug: 'one',
  number: 1,
  title: 'One',
  summary: 'S.',
  stage: 'train',
  minutes: 1,
  blocks: [{ kind: 'prose', html: '', headings: [] }, ...cells],
});

let fake: FakeKernel;
let queue: RunQueue;
let storage: MemoryStorage;
let lesson: LessonState;
let restarts: Restart[];
const [load, train, score] = [0, 1, 2];
const at = (index: number) => lesson.cells[index]!;
const statuses = () => lesson.cells.map(({ status }) => status);
const texts = (index: number) =>
  at(index).outputs.map((output) => (output.kind === 'text' ? output.lines.flat()[0]?.text : ''));

function open(): LessonState {
  restarts = [];
  fake = new FakeKernel();
  const kernel = new KernelState(OPTIONS, fake.connect, (restart) => restarts.push(restart));
  queue = new RunQueue(kernel, () => undefined);
  return new LessonState(lessonOf(cell('load'), cell('train'), cell('score')), queue, storage);
}

beforeEach(() => {
  storage = new MemoryStorage();
  lesson = open();
});

async function runThrough(index: number, ended = result()) {
  lesson.run(at(index));
  fake.start();
  await fake.end(ended);
}

describe('running', () => {
  test('the kernel gets the other cells as they stand, to tell which declares a missing name', () => {
    at(load).edit('const model = 1');
    lesson.run(at(train));
    expect(fake.requests[0]!.others).toEqual([
      { title: 'load', language: 'ts', code: 'const model = 1' },
      { title: 'score', language: 'ts', code: 'score()' },
    ]);
  });

  test('a cell waits until the kernel has begun, then runs, then shows how it ended', async () => {
    lesson.run(at(load));
    expect(statuses()).toEqual(['queued', 'idle', 'idle']);
    fake.start();
    expect(statuses()[load]).toBe('running');
    fake.print('hello\n');
    await fake.end(result('ok', { ranOn: 'WASM' }));
    expect(at(load)).toMatchObject({
      status: 'ok',
      executionCount: 1,
      elapsed: 5,
      ranOn: 'WASM',
    });
    expect(texts(load)).toEqual(['hello']);
  });

  test('the kernel gets the text as it stands on the page', () => {
    at(load).edit('mine()');
    lesson.run(at(load));
    expect(fake.requests).toMatchObject([
      { cellId: 'load', lesson: 'one', language: 'ts', code: 'mine()' },
    ]);
  });

  test('all cells run one after the other', async () => {
    lesson.runAll();
    expect(statuses()).toEqual(['queued', 'queued', 'queued']);
    for (const count of [1, 2, 3]) {
      expect(fake.requests).toHaveLength(count);
      fake.start();
      await fake.end();
    }
    expect(statuses()).toEqual(['ok', 'ok', 'ok']);
    expect(lesson.isRunning).toBe(false);
  });

  test('a failure takes back the cells that wait', async () => {
    lesson.runAll();
    fake.start();
    await fake.end(result('error'));
    expect(statuses()).toEqual(['error', 'idle', 'idle']);
    expect(fake.requests).toHaveLength(1);
  });

  test('a failure in one lesson leaves the waiting cells of another alone', async () => {
    const other = new LessonState({ ...lessonOf(cell('load')), slug: 'two' }, queue, storage);
    lesson.run(at(load));
    lesson.run(at(train));
    other.runAll();
    fake.start();
    await fake.end(result('error'));
    expect(statuses()).toEqual(['error', 'idle', 'idle']);
    expect(fake.requests.map((request) => request.lesson)).toEqual(['one', 'two']);
  });

  test('a cell that is taken back stands as its last run left it', async () => {
    await runThrough(train);
    lesson.runAll();
    fake.start();
    await fake.end(result('error'));
    expect(statuses()).toEqual(['error', 'ok', 'idle']);
  });

  test('a cell that waits or runs is not started twice', () => {
    lesson.run(at(load));
    lesson.run(at(load));
    fake.start();
    lesson.run(at(load));
    expect(fake.requests).toHaveLength(1);
  });

  test('a new run shows nothing of the one before', async () => {
    lesson.run(at(load));
    fake.start();
    fake.print('old\n');
    await fake.end();
    lesson.run(at(load));
    fake.start();
    expect(at(load).outputs).toEqual([]);
    fake.print('late\n', 1);
    fake.print('new\n');
    await fake.end();
    expect(texts(load)).toEqual(['new']);
  });

  test('what a cell says late stays with it while another runs', async () => {
    lesson.run(at(load));
    fake.start();
    await fake.end();
    lesson.run(at(train));
    fake.start();
    fake.print('late\n', 1);
    await fake.end();
    await vi.waitUntil(() => texts(load)[0] === 'late');
    expect(texts(train)).toEqual([]);
  });
});

describe('stopping', () => {
  test('stops the running cell and takes back those that wait', async () => {
    lesson.runAll();
    fake.start();
    await lesson.stop(at(load));
    expect(fake.stops).toBe(1);
    expect(statuses()).toEqual(['stopping', 'idle', 'idle']);
    await fake.end(result('stopped'));
    expect(statuses()[load]).toBe('stopped');
  });

  test('a waiting cell is only taken out of the queue', async () => {
    lesson.runAll();
    fake.start();
    await lesson.stop(at(train));
    expect(fake.stops).toBe(0);
    expect(statuses()).toEqual(['running', 'idle', 'queued']);
  });
});

describe('edits', () => {
  test('survive a reload', () => {
    at(load).edit('mine()');
    lesson.save();
    lesson = open();
    expect(at(load)).toMatchObject({ code: 'mine()', isEdited: true });
  });

  test('reset brings the author’s text back, and undo the learner’s', () => {
    at(load).edit('mine()');
    at(load).reset();
    expect(at(load).code).toBe('load()');
    lesson = open();
    expect(at(load).code).toBe('load()');
    at(load).edit('mine()');
    at(load).reset();
    at(load).undoReset();
    expect(at(load)).toMatchObject({ code: 'mine()', undoCode: undefined });
  });

  test('a changed author’s text is noticed and may be taken or left', () => {
    at(load).edit('mine()');
    lesson.save();
    const queue = new RunQueue(
      { run: () => Promise.reject(), stop: () => Promise.reject() },
      () => {
        throw new Error('nothing runs here');
      },
    );
    const revised = new LessonState(lessonOf(cell('load', 'better()')), queue, storage);
    expect(revised.cells[0]).toMatchObject({ code: 'mine()', authorChanged: true });
    revised.cells[0]!.keepEdit();
    expect(revised.cells[0]).toMatchObject({ code: 'mine()', authorChanged: false });
    revised.cells[0]!.reset();
    expect(revised.cells[0]!.code).toBe('better()');
  });

  test('a new version of the lesson keeps edits and outputs', async () => {
    await runThrough(load);
    at(train).edit('mine()');
    lesson.replace(lessonOf(cell('load', 'load2()'), cell('train', 'train2()')));
    expect(at(load)).toMatchObject({ code: 'load2()', status: 'ok' });
    expect(at(train).code).toBe('mine()');
    expect(lesson.staleReason(at(load))).toBe('edited');
  });
});

describe('stale marks', () => {
  beforeEach(async () => {
    await runThrough(load, result('ok', { declares: ['x'] }));
    await runThrough(train, result('ok', { reads: ['x'], declares: ['model'] }));
    await runThrough(score, result('ok', { reads: ['model'] }));
  });
  const marks = () => lesson.cells.map((one) => lesson.staleReason(one));

  test('are absent after a run in order', () => {
    expect(marks()).toEqual([undefined, undefined, undefined]);
  });

  test('an edit marks the cell and what leans on it; taking it back clears them', () => {
    at(train).edit('other()');
    expect(marks()).toEqual([undefined, 'edited', 'earlier']);
    at(train).edit('train()');
    expect(marks()).toEqual([undefined, undefined, undefined]);
  });

  test('a second run marks what leans on it', async () => {
    await runThrough(load, result('ok', { declares: ['x'] }));
    expect(marks()).toEqual([undefined, 'earlier', 'earlier']);
  });

  test('a kernel that is gone marks the cells that ran in it, and counts start anew', async () => {
    const lost = [{ lesson: 'one', cellId: 'load' }];
    fake.emit({ type: 'restarted', reason: 'It was killed.', lost });
    expect(restarts).toEqual([{ reason: 'It was killed.', lost }]);
    at(load).lose();
    expect(marks()[load]).toBe('restarted');
    await runThrough(load, result('ok', { declares: ['x'] }));
    expect(at(load).executionCount).toBe(1);
    expect(marks()[load]).toBeUndefined();
  });
});
