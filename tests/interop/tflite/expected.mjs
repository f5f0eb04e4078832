/**
 * Where the app's files differ from TensorFlow's on purpose: each has its reason in CONFORMANCE.md. What stands here and is
 * not met in one of its files fails the test as well.
 */

const INT8 = '(u?int8(_io|_per_tensor)?)';
const INTEGER = `(${INT8}|int16x8)`;

/** A scale or zero point of what is computed, and biases, which are counted in its steps; never a weight. */
const COMPUTED = [
  /^\d+ \w+ (output 0|input [01]): (scale|zero point)/,
  /^\d+ (CONV_2D|FULLY_CONNECTED|DEPTHWISE_CONV_2D) input 2: (scale|\d+ of \d+ values)/,
];

/**
 * Sentences of `compare_files.py` that are no failure in these files.
 * @type {readonly { why: string, files: RegExp, differences: readonly RegExp[] }[]}
 */
export const EXPECTED = [
  {
    why: 'TensorFlow widens the range of an input that its calibration overwrites in place',
    files: new RegExp(`^(arithmetic|inverted_residual|norm_first|rescaled|residual)\\.${INTEGER}$`),
    differences: COMPUTED,
  },
  {
    why: 'the scale of a dead layer has a floor',
    files: new RegExp(`^dead_layer\\.${INTEGER}$`),
    // The layer behind it has its weights in other steps in TensorFlow's file, for its bias to fit.
    differences: [...COMPUTED, /^\d+ FULLY_CONNECTED input 1: \d+ of 24 values/],
  },
  {
    why: 'layers that share an all-zero bias keep units of their own',
    files: /^depthwise\.int16x8$/,
    differences: [/^\d+ DEPTHWISE_CONV_2D input 2: scale/],
  },
  {
    why: 'an activation in TRANSPOSE_CONV is more than the runtimes of browsers know',
    files: /^transposed\./,
    differences: [/^ops: .*TRANSPOSE_CONV RELU TRANSPOSE_CONV/],
  },
  {
    why: 'TILE has no int16 kernel',
    files: /^(reshapes|upsampled)\.int16x8$/,
    differences: [/^ops: .*RESIZE_NEAREST_NEIGHBOR/],
  },
  {
    why: 'outputs come in the order of the model',
    files: /^two_inputs\./,
    differences: [/^names of outputs/, /^\d+ (DE)?QUANTIZE (in|out)put 0: /],
  },
];

/** Conversions that have to fail, and what they say. @type {readonly { files: RegExp, says: RegExp }[]} */
export const REFUSED = [
  { files: new RegExp(`^float_only\\.${INT8}$`), says: /^RuntimeError: .*'ELU' in layer "\w+"/ },
  { files: /^float_only\.int16x8$/, says: /16x8-bit not yet supported for op: 'ELU'/ },
  { files: /^activations\.int16x8$/, says: /16x8-bit not yet supported for op: 'PRELU'/ },
];

/** Files with an op that has no reference kernel in TensorFlow. @type {readonly { files: RegExp, says: RegExp }[]} */
export const NO_REFERENCE = [
  { files: new RegExp(`^(reshapes|upsampled)\\.${INT8}$`), says: /builtin opcode 'TILE'/ },
];

/** Kernels that round in their own way where the browser's runtime has no accelerated ones. */
export const OTHER_ROUNDING = /^transposed\./;
