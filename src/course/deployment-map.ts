/** The deployment map: what one trained model turns into, and what reads each of its forms. */
import type { MapStage } from './lesson';

export interface MapPlace {
  readonly stage: MapStage;
  readonly title: string;
  /** Under the title, a few words. */
  readonly detail: string;
  /** One or two sentences, shown when the learner picks the place. */
  readonly about: string;
}

export interface MapStep {
  readonly from: MapStage;
  readonly to: MapStage;
  /** The call or the tool that takes the step. */
  readonly by: string;
  /** For what is too large or too dynamic for the other ways. */
  readonly escape?: boolean;
}

export const MAP_PLACES: readonly MapPlace[] = [
  {
    stage: 'train',
    title: 'Keras model',
    detail: 'in memory',
    about: 'Layers, weights and optimizer state of a running program. They are gone when it ends.',
  },
  {
    stage: 'keras',
    title: '.keras',
    detail: 'checkpoint',
    about:
      'Architecture, weights and optimizer state in one zip. load_model() brings all of it back, trainable.',
  },
  {
    stage: 'saved-model',
    title: 'SavedModel',
    detail: 'serving/fashion/1',
    about: 'A traced graph and its weights. Runs without Python and without your code.',
  },
  {
    stage: 'serving',
    title: 'TF Serving',
    detail: 'backend services',
    about: 'Answers REST on port 8501 and gRPC on 8500, and swaps versions while it runs.',
  },
  {
    stage: 'tflite',
    title: '.tflite',
    detail: 'int8, 4x smaller',
    about: 'One small file, its weights as 8-bit integers if you ask for it.',
  },
  {
    stage: 'interpreter',
    title: 'Interpreter',
    detail: 'phones, boards',
    about:
      'Runs a .tflite file on phones and microcontrollers, with buffers that are laid out once.',
  },
  {
    stage: 'tfjs',
    title: 'TF.js',
    detail: 'web pages',
    about: 'A JSON file and binary shards that a browser fetches and runs, with no server.',
  },
  {
    stage: 'onnx',
    title: 'ONNX',
    detail: 'other runtimes',
    about: 'A neutral format, for what is too large or too dynamic for TFLite.',
  },
];

export const MAP_STEPS: readonly MapStep[] = [
  { from: 'train', to: 'keras', by: 'model.save()' },
  { from: 'train', to: 'saved-model', by: 'model.export()' },
  { from: 'saved-model', to: 'serving', by: 'docker run' },
  { from: 'saved-model', to: 'tflite', by: 'TFLiteConverter' },
  { from: 'tflite', to: 'interpreter', by: 'Interpreter()' },
  { from: 'saved-model', to: 'tfjs', by: 'tensorflowjs_converter' },
  { from: 'saved-model', to: 'onnx', by: 'tf2onnx', escape: true },
];
