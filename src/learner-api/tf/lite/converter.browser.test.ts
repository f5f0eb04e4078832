/** Calibration on WebAssembly: what is measured there makes the file that the CPU backend makes. */
import { expect, test } from 'vitest';
import { readTflite, type QuantizationParameters } from '#formats/tflite';
import { createLearnerScope } from '../..';
import { clearSession } from '../../keras/names';
import { startTestRuntime } from '../../keras/training/testing';

const { keras, layers, np, tf } = createLearnerScope();
const images = np.random.default_rng(7).random([40, 12, 12, 1]).astype('float32');

function makeModel() {
  clearSession();
  return keras.Sequential([
    layers.Input({ shape: [12, 12, 1] }),
    layers.Conv2D(6, 3, { activation: 'relu' }),
    layers.BatchNormalization(),
    layers.DepthwiseConv2D(3, { padding: 'same', activation: 'relu6' }),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(10, { activation: 'softmax' }),
  ]);
}

async function quantized(backend: 'wasm' | 'cpu', weights: ReturnType<typeof images.copy>[]) {
  const runtime = startTestRuntime(backend);
  const model = makeModel();
  model.set_weights(weights);
  const converter = await tf.lite.TFLiteConverter.from_keras_model(model);
  converter.optimizations = [tf.lite.Optimize.DEFAULT];
  converter.representative_dataset = async function* () {
    for (let i = 0; i < 40; i++) yield [images.slice(i, i + 1)];
  };
  const { subgraphs } = readTflite(await converter.convert(), backend);
  expect(runtime.open_sessions()).toBe(0);
  return subgraphs[0]!.tensors.map(({ name, quantization }) => ({ name, quantization }));
}

function scales(quantization: QuantizationParameters | undefined): readonly number[] {
  return quantization?.scale ?? [];
}

test('an int8 file that was calibrated on WASM is the one of the CPU', async () => {
  startTestRuntime('cpu');
  keras.utils.set_random_seed(3);
  const weights = makeModel().get_weights();
  const [ours, reference] = [await quantized('wasm', weights), await quantized('cpu', weights)];
  expect(ours.map(({ name }) => name)).toEqual(reference.map(({ name }) => name));
  expect(ours.filter(({ quantization }) => scales(quantization).length > 0)).not.toEqual([]);
  ours.forEach(({ name, quantization }, i) => {
    const other = reference[i]!.quantization;
    expect(quantization?.zeroPoint, name).toEqual(other?.zeroPoint);
    scales(quantization).forEach((scale, k) =>
      expect(Math.abs(scale / other!.scale[k]! - 1), name).toBeLessThan(2e-6),
    );
  });
});
