import type { Rule } from './rule';

const NEVER = 'The server never compares shapes with the signature; an op of the graph did.';

function reshape([, has = '', wants = '']: RegExpExecArray): string {
  const [values, wanted] = [Number(has), Number(wants)];
  if (wanted === values * values) {
    return `You sent one row of ${has} values as if it were ${has} rows: a flat list under instances. Put one more pair of brackets around it. ${NEVER}`;
  }
  if (wanted > values && wanted % values === 0) {
    return `The first dimension of what you sent is taken for the number of rows. Is it one example without brackets of its own? Wrap it: [example]. ${NEVER}`;
  }
  return `A layer reshapes your ${has} values, and needs ${wants}. Compare the shape of one row with the signature. ${NEVER}`;
}

/** What the graph's own ops say of tensors that do not fit, and outputs that have no JSON. */
export const GRAPH_RULES: readonly Rule[] = [
  [
    /^Input to reshape is a tensor with (\d+) values, but the requested shape has (\d+)/,
    reshape,
    'flat',
  ],
  [
    /^Input to reshape is a tensor with (\d+) values, but the requested shape requires a multiple of (\d+)/,
    `One row has $2 values, and your $1 are no multiple of that. ${NEVER}`,
    'flat',
  ],
  [
    /^Matrix size-incompatible: In\[0\]: \[(.*)\], In\[1\]: \[(\d+),(.*)\]/,
    `A Dense layer takes rows of $2 values, and got [$1]. ${NEVER}`,
    'metadata',
  ],
  [
    /^In\[0\] (?:is not a matrix|ndims must be >= 2|and In\[1\] has different ndims)/,
    `A Dense layer takes a matrix, one row for each example. You sent one row without brackets of its own, or with too many. ${NEVER}`,
    'flat',
  ],
  [
    /^convolution input must be 4-dimensional/,
    `A convolution takes pictures as [batch, height, width, channels]. Add the channel: [[[0.1], [0.2], …]]. ${NEVER}`,
    'flat',
  ],
  [
    /^output depth must be evenly divisible by number of groups|does not support grouped convolutions/,
    `The last dimension is the number of channels, and it is not what the convolution was made for. ${NEVER}`,
    'metadata',
  ],
  [
    /^slice index 0 of dimension 0 out of bounds/,
    'You sent a single number instead of a batch: inputs is the whole tensor, rows included.',
    'columns',
  ],
  [
    /^indices\[.*\] = (-?\d+) is not in \[0, (\d+)\)/,
    'An index is $1, and there are only $2: a word that the vocabulary does not have, or a tensor with a dimension less than the graph looks for.',
    'metadata',
  ],
  [
    /^transpose expects a vector of size (\d+)\. But input\(1\) is a vector of size (\d+)/,
    `You sent a tensor of $1 dimensions where the layer takes $2. ${NEVER}`,
    'flat',
  ],
  [
    /^ConcatOp : /,
    'Two inputs have different numbers of rows. Each row of one belongs to the same row of the other.',
    'columns',
  ],
  [
    /^Incompatible shapes: \[(.*)\] vs\. \[(.*)\]/,
    `The graph combines your [$1] with [$2], which do not fit. ${NEVER}`,
    'metadata',
  ],
  [
    / : Tensor had (.*) values$/s,
    'The graph itself checks its numbers, and found $1 among them. Look at what you sent: it may hold NaN or Infinity.',
    'predict',
  ],
  [
    /^Tensor name: (.*) has no shape information/s,
    'The output $1 is a single number, which no row of instances belongs to. Ask with inputs: columns may hold any shape.',
    'columns',
  ],
  [
    /^Tensor name: (.*) has inconsistent batch size/s,
    'The outputs have different numbers of rows, so they cannot be dealt out to your instances. Ask with inputs.',
    'columns',
  ],
  [
    /^Failed to write JSON value for tensor type: (.*)$/s,
    'The output is $1, which the server writes in no JSON. Cast it in the graph, or use gRPC.',
    'grpc',
  ],
];

/** Classify and regress. */
export const EXAMPLE_RULES: readonly Rule[] = [
  [
    /key 'examples' is expected|'examples' value/,
    'Classify and regress take {"examples": [{"feature": value}, …]}, with one object or more. For instances use :predict.',
    'predict',
  ],
  [
    /^Example must be JSON object but got JSON (.*)$/s,
    'Each example, and the context, is an object of features. For plain rows use :predict.',
    'predict',
  ],
  [
    /^Feature: (.*) has element with unexpected JSON type: (.*)$/s,
    'The feature $1 has a $2 in it. A feature is one value or a flat list of numbers, texts or booleans.',
    'predict',
  ],
  [
    /^Unexpected element type in feature: (.*) expecting type: (.*)$/s,
    'The first value makes the feature $1 a list of $2, and a later one is of another kind. 20 is an integer here, and 20.0 a float.',
    'predict',
  ],
  [/uint64_t element/, 'Integers in a feature must fit into 64 bits with a sign.', 'predict'],
  [
    /^(?:No (?:classification|regression) (?:inputs|outputs) found|Expected (?:classification signature|one (?:input|output)|one or two))/,
    'The signature is none for classify or regress. A plain Keras export has none at all: use :predict.',
    'predict',
  ],
  [
    /^Expected (?:prediction )?signature|^Expected Tensor shape|^Expected (?:class|score|output)/,
    'The outputs are not what classify and regress promise. Use :predict.',
    'predict',
  ],
  [
    /^Cannot convert empty (?:Classification|Regression)Results/,
    'The model answered with no rows, which classify and regress cannot write.',
    'predict',
  ],
  [
    /Feature: (.*) \(data type: (.*)\) is required but could not be found/,
    'An example lacks the feature $1, a $2.',
    'metadata',
  ],
  [
    /Data types don't match\. Data type: int64 but expected type: float/,
    'You sent a whole number for a float feature. In JSON it must have a point, 20.0, and JSON.stringify never writes one: write the body by hand.',
    'request',
  ],
  [
    /Data types don't match\. Data type: (\S+) but expected type: (\w+)/,
    'You sent $1 for a feature that is $2.',
    'metadata',
  ],
  [
    /Number of (\S+) values != expected/,
    'A feature has more or fewer values than the model was made for.',
    'metadata',
  ],
];
