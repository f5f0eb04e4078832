import { beforeEach, describe, expect, it, test } from 'vitest';
import { DeviceLostError, type Session } from '#engine';
import type { NoteOutput } from '#protocol';
import { setRuntime, type Runtime } from '../../runtime';
import { layers } from '../layers';
import { Sequential } from '../models';
import { callEager } from './eager';
import { arrayOf, numbersOf, startTestRuntime, type TestRuntime } from './testing';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
});

const x = arrayOf(
  Array.from({ length: 96 }, (_, i) => Math.sin(i)),
  [24, 4],
);
const y = arrayOf(
  Array.from({ length: 24 }, (_, i) => i % 3),
  [24],
  'uint8',
);
const options = { batch_size: 4, epochs: 3, shuffle: false, verbose: 0 } as const;

function compiled() {
  const model = Sequential([
    layers.Input({ shape: [4] }),
    layers.Dense(3, { activation: 'softmax', kernel_initializer: 'ones' }),
  ]);
  model.compile({
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

const lost = () => new DeviceLostError('webgpu', 'the driver was reset');

/** Sessions whose device is gone once this call of this method is reached; each entry breaks one session. */
function breakSessions(
  breaks: { method: 'step' | 'readState' | 'readTotals' | 'fetch'; call: number }[],
) {
  const rest = [...breaks];
  const open: Runtime['open'] = async (program, state, seed) => {
    const opened = await runtime.open(program, state, seed);
    const plan = rest.shift();
    if (!plan) return opened;
    breakAt(opened.session, plan.method, plan.call);
    return { ...opened, backend: { ...opened.backend, id: 'webgpu' } };
  };
  setRuntime({ ...runtime, open, signal: runtime.signal });
}

function breakAt(
  session: Session,
  method: 'step' | 'readState' | 'readTotals' | 'fetch',
  call: number,
) {
  const original = session[method].bind(session) as (...args: unknown[]) => Promise<unknown>;
  let calls = 0;
  Object.assign(session, {
    [method]: (...args: unknown[]) =>
      ++calls >= call ? Promise.reject(lost()) : original(...args),
  });
}

const notes = () =>
  runtime.outputs
    .filter((output): output is NoteOutput => output.kind === 'note')
    .map(({ text }) => text);

describe('a device lost in the middle of fit', () => {
  it.each([
    ['in a batch of the first epoch', [{ method: 'step', call: 3 }]],
    ['in a batch of a later epoch', [{ method: 'step', call: 9 }]],
    ['while the state is read back', [{ method: 'readState', call: 2 }]],
    [
      'twice',
      [
        { method: 'step', call: 3 },
        { method: 'step', call: 8 },
      ],
    ],
  ] as const)('%s, changes nothing in the result', async (_when, breaks) => {
    const undisturbed = compiled();
    const { history } = await undisturbed.fit(x, y, options);
    breakSessions([...breaks]);
    const model = compiled();
    const disturbed = await model.fit(x, y, options);
    expect(disturbed.history).toEqual(history);
    expect(model.get_weights().map(numbersOf)).toEqual(undisturbed.get_weights().map(numbersOf));
    expect(model.optimizer!.iterations).toBe(18);
    expect(notes()).toHaveLength(breaks.length);
    expect(runtime.open_sessions()).toBe(0);
  });

  it('says what happened and where training goes on', async () => {
    breakSessions([{ method: 'step', call: 9 }]);
    await compiled().fit(x, y, options);
    expect(notes()[0]).toMatch(
      /^The webgpu device was lost: the driver was reset\. Training goes on from batch 1\/6 on cpu \(.+\)\.$/,
    );
  });

  it('keeps a learning rate that was changed meanwhile', async () => {
    breakSessions([{ method: 'step', call: 1 }]);
    const model = compiled();
    model.optimizer!.learning_rate = 0;
    const before = model.get_weights().map(numbersOf);
    await model.fit(x, y, { ...options, epochs: 1 });
    expect(model.get_weights().map(numbersOf)).toEqual(before);
  });

  it('leaves the model as of the last good state when no backend is left', async () => {
    const model = compiled();
    await model.fit(x, y, { ...options, epochs: 1 });
    const trained = model.get_weights().map(numbersOf);
    breakSessions(Array.from({ length: 9 }, () => ({ method: 'step', call: 2 })));
    await expect(model.fit(x, y, options)).rejects.toBeInstanceOf(DeviceLostError);
    expect(model.get_weights().map(numbersOf)).toEqual(trained);
    expect(runtime.open_sessions()).toBe(0);
  });
});

describe('a device lost in evaluate or predict', () => {
  it('gives the same numbers', async () => {
    const model = compiled();
    const quiet = { verbose: 0, batch_size: 4 } as const;
    const evaluated = await model.evaluate(x, y, quiet);
    const predicted = (await model.predict(x, quiet)) as typeof x;
    breakSessions([{ method: 'readTotals', call: 1 }]);
    expect(await model.evaluate(x, y, quiet)).toEqual(evaluated);
    breakSessions([{ method: 'fetch', call: 4 }]);
    expect(numbersOf((await model.predict(x, quiet)) as typeof x)).toEqual(numbersOf(predicted));
    expect(runtime.open_sessions()).toBe(0);
  });
});

test('a device lost in a call of the model gives the same numbers', async () => {
  const model = compiled();
  const called = (await callEager(model, x)) as typeof x;
  breakSessions([{ method: 'fetch', call: 1 }]);
  expect(numbersOf((await callEager(model, x)) as typeof x)).toEqual(numbersOf(called));
  breakSessions(Array.from({ length: 9 }, () => ({ method: 'fetch', call: 1 })));
  await expect(callEager(model, x)).rejects.toBeInstanceOf(DeviceLostError);
  expect(runtime.open_sessions()).toBe(0);
});
