/**
 * A stand-in for Fashion-MNIST where its files cannot be had: garments drawn from a few random measures each, in the
 * same shape, number and classes. The same pictures on every machine.
 */
import { KeyboardInterrupt } from '#errors';
import { RandomGenerator } from '../../random';
import type { Runtime } from '../../runtime';
import type { Elements } from '../official';
import { ProgressBar } from '../progress';
import { ankleBoot, bag, sandal, sneaker } from './accessories';
import { Canvas, SIDE, type Cloth, type Part, type Pose } from './canvas';
import { coat, dress, pullover, shirt, trouser, tShirt, type Choose } from './upper-body';

/** By label. */
const GARMENTS: readonly ((choose: Choose) => Part[])[] = [
  tShirt,
  trouser,
  pullover,
  dress,
  coat,
  sandal,
  shirt,
  sneaker,
  bag,
  ankleBoot,
];

const SEED = 28;
/** Pictures between two looks at the stop flag. */
const CHUNK = 500;

/**
 * Draws the whole data set.
 *
 * @param counts training and test pictures
 * @throws KeyboardInterrupt after a Stop
 */
export async function drawDataset(
  runtime: Pick<Runtime, 'emit' | 'signal' | 'busy' | 'pause'>,
  counts: readonly [number, number] = [60000, 10000],
): Promise<Elements> {
  const total = counts[0] + counts[1];
  const bar = new ProgressBar(
    runtime.emit.bind(runtime),
    'Drawing a synthetic stand-in',
    'count',
    total,
  );
  runtime.busy('the current piece of data', 100);
  const random = new RandomGenerator(SEED);
  const canvas = new Canvas(random);
  const images = new Uint8Array(total * SIDE * SIDE);
  const labels = new Uint8Array(total);
  try {
    for (let i = 0; i < total; i++) {
      if (i % CHUNK === 0) await breathe(runtime, bar, i, total);
      labels[i] = random.nextUint32() % GARMENTS.length;
      drawPicture(canvas, random, labels[i]!, images, i * SIDE * SIDE);
    }
    bar.done();
  } catch (error) {
    bar.fail();
    throw error;
  } finally {
    runtime.busy('', 0);
  }
  const split = counts[0] * SIDE * SIDE;
  return [
    images.subarray(0, split),
    labels.subarray(0, counts[0]),
    images.subarray(split),
    labels.subarray(counts[0]),
  ];
}

async function breathe(
  runtime: Pick<Runtime, 'pause' | 'signal'>,
  bar: ProgressBar,
  done: number,
  total: number,
): Promise<void> {
  bar.update(done, total);
  await runtime.pause();
  if (runtime.signal.aborted) throw new KeyboardInterrupt();
}

function drawPicture(
  canvas: Canvas,
  random: RandomGenerator,
  label: number,
  images: Uint8Array,
  offset: number,
): void {
  const choose: Choose = (low, high) => low + (high - low) * (random.nextUint32() / 2 ** 32);
  const pose = pickPose(choose);
  canvas.clear();
  for (const part of GARMENTS[label]!(choose)) canvas.draw(part, pose);
  canvas.write(pickCloth(choose), random.nextUint32(), images, offset);
}

function pickPose(choose: Choose): Pose {
  return {
    width: choose(0.85, 1.08),
    height: choose(0.88, 1.05),
    right: choose(-1, 1),
    down: choose(-1, 1),
    lean: choose(-0.06, 0.06),
  };
}

function pickCloth(choose: Choose): Cloth {
  return {
    brightness: choose(0.3, 0.95),
    gradient: choose(-0.3, 0.3),
    stripes: choose(0, 1) < 0.3 ? choose(0.1, 0.4) : 0,
    period: Math.floor(choose(2, 8)),
    isAcross: choose(0, 1) < 0.6,
    noise: choose(0.01, 0.08),
  };
}
