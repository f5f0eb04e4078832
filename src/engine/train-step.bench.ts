/**
 * One training step of the lesson's model (784-256-10, dropout 0.2, Adam, batch 128) on each backend.
 * Run by hand: npx vitest bench --run --project browser src/engine
 */
import { bench, describe } from 'vitest';
import { NDArray } from '#tensor';
import { type BackendId, createEngine, type Session } from './index';
import { array, testableBackends } from './testing';
import { mlp } from './testing-models';

const SAMPLES = 1024;
const BATCH = 128;

describe('one training step of 784-256-10, batch 128', () => {
  for (const id of testableBackends()) {
    let session: Session | undefined;
    let start = 0;
    bench(
      id,
      async () => {
        const rows = Uint32Array.from({ length: BATCH }, (_, i) => (start + i) % SAMPLES);
        start += BATCH;
        await session!.step(rows);
      },
      {
        iterations: 20,
        time: 3000,
        warmupIterations: 5,
        async setup() {
          session ??= await open(id);
        },
        async teardown() {
          await session!.readTotals();
        },
      },
    );
  }
});

async function open(id: BackendId): Promise<Session> {
  const engine = createEngine({ forced: id, onBackend: () => undefined });
  const { program, state } = mlp({ inputs: 784, hidden: 256, classes: 10, rate: 0.2 });
  const { session } = await engine.open(program, state, 1);
  session.bind([images(), labels()]);
  return session;
}

/** Bytes seen through a table, as scaled images come; half of them are zero. */
function images(): NDArray {
  const bytes = Uint8Array.from({ length: SAMPLES * 784 }, (_, i) => (i % 2 ? (i * 37) % 256 : 0));
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  return new NDArray({ bytes, values }, [SAMPLES, 784], 'float32');
}

function labels(): NDArray {
  const classes = Array.from({ length: SAMPLES }, (_, i) => (i * 7) % 10);
  return array(classes, [SAMPLES], 'int32');
}
