/** All that the lab measures, in the order of its table. */
import type { LabMachine, LabOptions, LabSection } from '#protocol';
import { EmptyDispatch, MemoryCopy, peakOfOneThread, PeakOfAllThreads } from './calibration';
import { Contents, Inference, type Runner } from './inference';
import { becomeLearner, type Learner } from './learner';
import { Training, type Contender } from './training';
import type { Work } from './work';

const CONTENDERS: readonly Contender[] = [
  { what: 'Slipway WebGPU', kind: 'ours', id: 'webgpu' },
  { what: 'Slipway WASM, all threads', kind: 'ours', id: 'wasm' },
  { what: 'Slipway WASM, 1 thread', kind: 'ours', id: 'wasm', threads: 1 },
  { what: 'TensorFlow.js WebGPU', kind: 'tfjs', id: 'tfjs-webgpu' },
  { what: 'TensorFlow.js WASM', kind: 'tfjs', id: 'tfjs-wasm' },
  { what: 'TensorFlow.js WebGL', kind: 'tfjs', id: 'webgl' },
  { what: 'TensorFlow.js CPU', kind: 'tfjs', id: 'cpu' },
];

const RUNNERS: readonly Runner[] = [
  { what: 'Slipway', kind: 'ours', id: 'slipway' },
  { what: 'TensorFlow Lite, of tfjs-tflite', kind: 'tfjs', id: 'tflite' },
  { what: 'LiteRT.js', kind: 'peer', id: 'litert' },
  { what: 'Reference in TypeScript', kind: 'ours', id: 'reference' },
];

const SECTIONS: readonly LabSection[] = ['calibration', 'mlp', 'cnn', 'float32', 'dynamic', 'int8'];

/** What is asked for, in order; loads the learner API only where it is needed. */
export async function listWork(
  { baseUrl, sections = SECTIONS }: LabOptions,
  { cores }: LabMachine,
): Promise<readonly Work[]> {
  const isOnlyMachine = sections.every((section) => section === 'calibration');
  const learner = isOnlyMachine ? undefined : await becomeLearner(baseUrl);
  const contents = learner && new Contents(learner);
  return SECTIONS.filter((section) => sections.includes(section)).flatMap((section) =>
    learner && contents ? courseWork(section, learner, contents, cores) : calibration(cores),
  );
}

function courseWork(
  section: LabSection,
  learner: Learner,
  contents: Contents,
  cores: number,
): readonly Work[] {
  switch (section) {
    case 'calibration':
      return calibration(cores);
    case 'mlp':
    case 'cnn':
      return CONTENDERS.map((contender) => new Training(contender, section, learner));
    case 'float32':
    case 'dynamic':
    case 'int8':
      return RUNNERS.map((runner) => new Inference(runner, section, contents, learner));
  }
}

function calibration(cores: number): readonly Work[] {
  return [
    peakOfOneThread(),
    new PeakOfAllThreads(cores, spawnPeak),
    new MemoryCopy(),
    new EmptyDispatch(),
  ];
}

function spawnPeak(): Worker {
  return new Worker(new URL('../../workers/lab-peak.worker.ts', import.meta.url), {
    type: 'module',
    name: 'lab-peak',
  });
}
