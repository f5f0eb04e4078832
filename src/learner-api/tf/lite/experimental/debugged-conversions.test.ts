/** The debugger on what the converter here makes of SavedModels. */
import { beforeEach, expect, it } from 'vitest';
import { readZip } from '#containers/zip';
import { createLearnerScope } from '../../..';
import { fixtureFile, fixtureModel, fixtureSamples } from '../../../../convert/testing';
import { startTestRuntime, type TestRuntime } from '../../../keras/training/testing';
import { outputsOf } from '../../../display';

const { tf } = createLearnerScope();

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
});

async function debuggerOf(name: string) {
  await runtime.workspace.writeDirectory(
    name,
    await readZip(fixtureFile(name, 'saved_model.zip'), { name }),
  );
  const archive = await fixtureSamples(name);
  const inputs = fixtureModel(name, 'float32').signatureDefs[0]!.inputs;
  const arrays = inputs.map((input) => archive.array(input.name)!);
  const samples = Array.from({ length: 4 }, (_, i) => arrays.map((a) => a.slice(i, i + 1)));
  const converter = await tf.lite.TFLiteConverter.from_saved_model(name);
  converter.optimizations = [tf.lite.Optimize.DEFAULT];
  converter.representative_dataset = () => samples;
  return tf.lite.experimental.QuantizationDebugger({ converter, debug_dataset: () => samples });
}

const MODELS = [
  'branches',
  'conv_open',
  'dead_layer',
  'depthwise',
  'float_only',
  'reshapes',
  'residual',
];

it.each(MODELS)(
  'explains what int8 does to %s',
  async (name) => {
    const debug = await debuggerOf(name);
    await debug.run();
    const [output] = outputsOf(debug);
    if (output?.kind !== 'quantization') throw new Error('no report');
    const bad = output.tensors.filter(({ sqnr }) => sqnr !== undefined && !(sqnr > 10));
    expect(bad.map(({ name, op, sqnr }) => [op, name, sqnr])).toEqual([]);
  },
  60_000,
);
