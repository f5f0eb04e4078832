/** The reference interpreter as one of the runtimes. */
import type { TfliteModel } from '#formats/tflite';
import type { LiteRuntime, RuntimeModel } from '../runtime';
import { openReference } from './model';

/** Plain TypeScript, equal to TensorFlow Lite's reference kernels; shows every tensor. */
export const referenceRuntime: LiteRuntime = {
  id: 'reference',
  device: 'TypeScript, reference kernels',
  load(_bytes: Uint8Array, model: TfliteModel): RuntimeModel {
    const opened = openReference(model);
    return {
      setInput: (position, array) => opened.setInput(position, array),
      invoke: () => opened.invoke(),
      output: (position) => opened.output(position),
      tensor: (index) => opened.tensor(index),
      close: () => undefined,
    };
  },
};
