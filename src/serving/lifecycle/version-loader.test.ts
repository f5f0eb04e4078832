import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { StatusError, type LoadSession, type RunLimits, type Session } from '#executor';
import { MetaGraphDefSchema } from '#formats/saved-model/schema';
import { FakeMachine } from '../../../tests/serving/fake-machine';
import { createMetrics } from '../metrics';
import { modelFiles } from './recorded-files';
import { VersionLoader } from './version-loader';

test('runs of the graph are counted', async () => {
  const machine = new FakeMachine();
  machine.export('/models/m/1', 'one');
  const metrics = createMetrics();
  const { environment } = machine;
  const loader = new VersionLoader({ environment, metrics, tags: ['serve'] });
  const { loaded } = await loader.load(modelFiles(environment.files, '/models/m/1'));
  for (let i = 0; i < 3; i++) await loaded.run(new Map(), [], { deadline: Infinity });
  expect(metrics.page()).toContain(':tensorflow:core:graph_runs{} 3\n');
});

test('a run that ends too late has failed', async () => {
  const machine = new FakeMachine();
  machine.export('/models/m/1', 'one');
  const slow: LoadSession = async (...load) => {
    const session = await machine.environment.load(...load);
    return {
      ...session,
      run: (...run) => {
        machine.time += 1001;
        return session.run(...run);
      },
    };
  };
  const environment = { ...machine.environment, load: slow };
  const loader = new VersionLoader({ environment, metrics: createMetrics(), tags: ['serve'] });
  const { run } = await loader.reopen(modelFiles(environment.files, '/models/m/1'));
  await run(new Map(), [], { deadline: machine.time + 1001 });
  await expect(run(new Map(), [], { deadline: machine.time + 1000 })).rejects.toEqual(
    new StatusError('DEADLINE_EXCEEDED', 'Timed out waiting for notification'),
  );
});

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
  await run(new Map(), [], { deadline });
  machine.time = deadline;
  expect(limits.isOver?.()).toBe(false);
  machine.time += 1;
  expect(limits.isOver?.()).toBe(true);
});
