import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import type { RunLimits, Session } from '#executor';
import { MetaGraphDefSchema } from '#formats/saved-model/schema';
import { FakeMachine } from '../../../tests/serving/fake-machine';
import { createMetrics } from '../metrics';
import { VersionLoader } from './version-loader';

test('a run may go on until its deadline, and no longer', async () => {
  let limits: RunLimits = {};
  const session: Session = {
    metaGraph: create(MetaGraphDefSchema),
    bytes: 0,
    run: (_feeds, _fetches, given = {}) => {
      limits = given;
      return [];
    },
  };
  const machine = new FakeMachine();
  const environment = { ...machine.environment, load: () => Promise.resolve(session) };
  const loader = new VersionLoader({ environment, metrics: createMetrics(), tags: ['serve'] });
  const { run } = await loader.reopen({ path: '/models/m/1', read: async () => undefined });
  const deadline = machine.time + 3000;
  await run('', new Map(), [], { deadline });
  machine.time = deadline;
  expect(limits.isOver?.()).toBe(false);
  machine.time += 1;
  expect(limits.isOver?.()).toBe(true);
});
