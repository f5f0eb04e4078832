/** The fixtures' SavedModels through the learner API, calibrated here, beside the files of TensorFlow's converter. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readZip } from '#containers/zip';
import { readTflite, type TfliteModel } from '#formats/tflite';
import type { NDArray } from '#tensor';
import { createLearnerScope } from '../..';
import { fixtureFile, fixtureModel, fixtureNames, fixtureSamples } from '../../../convert/testing';
import { differences } from '../../../convert/testing-parity';
import { hasFixture } from '../../../convert/quantize/testing';
import { liteFromModel } from '../../../convert/testing-lite';
import { startTestRuntime, type TestRuntime } from '../../keras/training/testing';
import type { TFLiteConverter } from './converter';

const { tf } = createLearnerScope();
const { Optimize, OpsSet } = tf.lite;
const INT16 = OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8;

type Configure = (converter: TFLiteConverter, samples: () => readonly NDArray[][]) => void;

const dynamic: Configure = (converter) => {
  converter.optimizations = [Optimize.DEFAULT];
  converter._experimental_disable_per_channel_quantization_for_dense_layers = false;
};

const int8: Configure = (converter, samples) => {
  converter.optimizations = [Optimize.DEFAULT];
  converter.representative_dataset = samples;
  converter.target_spec.supported_ops = [OpsSet.TFLITE_BUILTINS_INT8];
};

/** As scripts/fixtures/make_tflite_fixtures.py sets them. */
const MODES: Readonly<Record<string, Configure>> = {
  float32: () => undefined,
  float16: (converter) => {
    converter.optimizations = [Optimize.DEFAULT];
    converter.target_spec.supported_types = [tf.float16];
  },
  dynamic,
  dynamic_per_tensor: (converter) => {
    converter.optimizations = [Optimize.DEFAULT];
  },
  int8,
  int8_io: (converter, samples) => {
    int8(converter, samples);
    converter.inference_input_type = converter.inference_output_type = tf.int8;
  },
  uint8_io: (converter, samples) => {
    int8(converter, samples);
    converter.inference_input_type = converter.inference_output_type = tf.uint8;
  },
  int8_per_tensor: (converter, samples) => {
    int8(converter, samples);
    converter._experimental_disable_per_channel_quantization_for_dense_layers = true;
  },
  int16x8: (converter, samples) => {
    int8(converter, samples);
    converter.target_spec.supported_ops = [INT16];
  },
};

let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
});

async function convert(name: string, mode: string): Promise<Uint8Array> {
  const members = await readZip(fixtureFile(name, 'saved_model.zip'), { name });
  await runtime.workspace.writeDirectory(name, members);
  const converter = await tf.lite.TFLiteConverter.from_saved_model(name);
  const archive = await fixtureSamples(name);
  const inputs = fixtureModel(name, 'float32').signatureDefs[0]!.inputs;
  const arrays = inputs.map((input) => archive.array(input.name)!);
  MODES[mode]!(converter, () =>
    Array.from({ length: arrays[0]!.shape[0]! }, (_, i) =>
      arrays.map((array) => array.slice(i, i + 1)),
    ),
  );
  return converter.convert();
}

const INTEGER = ['int8', 'int8_io', 'uint8_io', 'int8_per_tensor', 'int16x8'];

/** Models whose integer forms are refused here, since they hold ops without integer kernels; TensorFlow keeps silent. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  float_only: ['int8', 'int8_io', 'uint8_io', 'int8_per_tensor'],
};

/** Models with other ops than TensorFlow's, where the runtimes have no kernel for those: TILE for int16, fused ReLU. */
const OTHER_OPS: Readonly<Record<string, readonly string[]>> = {
  reshapes: ['int16x8'],
  upsampled: ['int16x8'],
  transposed: Object.keys(MODES),
};

/** TensorFlow measures inputs that an op has overwritten with the result: their ranges are true here. */
const OVERWRITTEN = /(ADD|MUL|SUB|CONV_2D): output 0: (scale|zero points)/;

/** What differs from TensorFlow's file on purpose where numbers are integers. */
const DIFFERENT: Readonly<Record<string, RegExp>> = {
  arithmetic: OVERWRITTEN,
  inverted_residual: OVERWRITTEN,
  norm_first: OVERWRITTEN,
  rescaled: OVERWRITTEN,
  residual: OVERWRITTEN,
  // The layer that is always 0 gets a scale that the next one can work with.
  dead_layer: /FULLY_CONNECTED/,
};

/** TensorFlow quantizes the outputs of this model last one first. */
const OUTPUT_ORDER = /stands for is StatefulPartitionedCall/;

/** Two layers that share an all-zero bias have the units of one of them in TensorFlow's file. */
const SHARED_BIAS = /DEPTHWISE_CONV_2D: input 2: scale/;

/** Biases in units of a scale that is some ulps off are off by one now and then: they have up to 40 bits. */
const LAST_BIT = /input [23] \(.*: 1 of \d+ bytes differ/;

/** The constants’ DEQUANTIZE come in any order, and equal constants may share one; shapes are computed in theirs. */
const UNORDERED = ['DEQUANTIZE', 'SHAPE', 'STRIDED_SLICE', 'PACK'];

function halfDifferences(ours: TfliteModel, theirs: TfliteModel): string[] {
  const [found, wanted] = [ours, theirs].map((model) =>
    liteFromModel(model)
      .ops.map(({ code }) => code)
      .filter((code) => !UNORDERED.includes(code))
      .join(' '),
  );
  return found === wanted ? [] : [`ops: ${found} instead of ${wanted}`];
}

function unexpected(name: string, mode: string, ours: TfliteModel): string[] {
  const theirs = fixtureModel(name, mode);
  const found = mode === 'float16' ? halfDifferences(ours, theirs) : differences(ours, theirs);
  if (OTHER_OPS[name]?.includes(mode)) {
    expect(found).toEqual([expect.stringMatching(/^ops: /)]);
    return [];
  }
  if (name === 'two_inputs') return found.filter((line) => !OUTPUT_ORDER.test(line));
  if (!INTEGER.includes(mode)) return found;
  const known = DIFFERENT[name];
  if (known) expect(found.join('\n')).toMatch(known);
  return found.filter((line) => {
    if (known?.test(line)) return false;
    const isInt16Noise = LAST_BIT.test(line) || (name === 'depthwise' && SHARED_BIAS.test(line));
    return !(mode === 'int16x8' && isInt16Noise);
  });
}

describe.each(fixtureNames())('%s', (name) => {
  const modes = Object.keys(MODES).filter((mode) => hasFixture(name, mode));
  const refused = REFUSED[name] ?? [];

  it.each(modes.filter((mode) => !refused.includes(mode)))(
    'is in %s what TensorFlow makes of it',
    async (mode) => {
      const ours = readTflite(await convert(name, mode), name);
      expect(unexpected(name, mode, ours)).toEqual([]);
      expect(runtime.open_sessions()).toBe(0);
    },
  );

  if (refused.length > 0)
    it.each(refused)('is refused in %s', async (mode) => {
      await expect(convert(name, mode)).rejects.toThrow(/not (yet )?supported for op: '/);
    });
});
