/** Sessions on a device that computes nothing: what is refused, and what that leaves behind. */
import { expect, test } from 'vitest';
import { array, firstRows } from '../testing';
import { mlp, wave } from '../testing-models';
import { WebgpuBackend } from './backend';
import { createStubDevice } from './stub';

const SIZES = { inputs: 4, hidden: 300, classes: 3, rate: 0 };
const ROWS = firstRows(8);

async function openSession() {
  const { device } = createStubDevice();
  const { program, state } = mlp(SIZES);
  const session = await new WebgpuBackend(device, 'stub').open(program, state, 1);
  const bind = () => session.bind([wave([8, 4], 1), array([0, 1, 2, 0, 1, 2, 0, 1], [8], 'int32')]);
  bind();
  return { session, bind };
}

test('a step that is closed while its shaders are compiled says so', async () => {
  const { session } = await openSession();
  const step = session.step(ROWS);
  session.close();
  await expect(step).rejects.toThrow('The session is closed.');
});

test('nothing is bound to a closed session', async () => {
  const { session, bind } = await openSession();
  session.close();
  expect(bind).toThrow('The session is closed.');
});

test('a batch that the device has no room for is refused once, and does not stand in the way', async () => {
  const { session, bind } = await openSession();
  await session.step(new Uint32Array(300_000));
  await expect(session.readTotals()).rejects.toThrow('The batch needs');
  bind();
  session.clearTotals();
  await session.step(ROWS);
  expect(await session.readTotals()).toHaveLength(2);
  session.close();
});
