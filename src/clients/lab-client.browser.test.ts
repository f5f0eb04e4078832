import type { LabEvent, LabOptions } from '#protocol';
import { expect, test } from 'vitest';
import { LabClient } from './lab-client';

const options: LabOptions = {
  baseUrl: `${location.origin}/`,
  rounds: 2,
  patience: 0.2,
  sections: ['calibration'],
};

test('the bare machine is measured in a worker, and in threads of that', async () => {
  const events: LabEvent[] = [];
  await new LabClient().run(options, (event) => events.push(event), new AbortController().signal);
  const machine = events.find((event) => event.type === 'machine');
  expect(machine?.machine.browser).toContain('Chrome');
  const rows = events.flatMap((event) => (event.type === 'row' ? [event.row] : []));
  const last = new Map(rows.map((row) => [row.what, row]));
  for (const what of ['Multiply-add, 1 thread', 'Multiply-add, all threads', 'Memory copy']) {
    expect(last.get(what), what).toMatchObject({ rounds: 2, value: expect.any(Number) });
  }
});

test('a stop ends it at once', async () => {
  const stop = new AbortController();
  const running = new LabClient().run(options, () => stop.abort(new Error('enough')), stop.signal);
  await expect(running).rejects.toThrow('enough');
});

test('a worker that does not start is told', async () => {
  const broken = () => new Worker(URL.createObjectURL(new Blob(['throw new Error("no")'])));
  const running = new LabClient(broken).run(options, () => undefined, new AbortController().signal);
  await expect(running).rejects.toThrow('The lab ended by itself');
});
