import type { Rule } from './rule';

/** Rows of different shapes, and values that the input's type does not take. */
export const VALUE_RULES: readonly Rule[] = [
  [
    /Encountered list at unexpected size: (\d+) at level: \d+ expected size: (\d+)/,
    'A list has $1 elements where the one beside it has $2. Rows of a tensor are all equally long.',
    'flat',
  ],
  [
    /Encountered list at unexpected level|found at incorrect level/,
    'Some values are nested deeper than others. In a tensor every number lies at the same depth.',
    'flat',
  ],
  [
    /Expecting tensor size: (\d+) but got: (\d+)/,
    'This row has $2 values, and row 0 has $1. All rows have the shape of the first; pad or cut yours.',
    'flat',
  ],
  [
    /Expecting shape \[(.*)\] but got: \[(.*)\]/,
    'This row has the shape [$2], and row 0 has [$1]. All rows have the shape of the first.',
    'flat',
  ],
  [
    /Type: Null is not of expected type: (\S+)/,
    'null is no $1. JSON.stringify writes null for NaN and Infinity; the server itself would take the bare word NaN.',
    'predict',
  ],
  [
    /JSON Value: -?[\d.]+(?:e[-+]?\d+)? Type: Number is not of expected type: (u?int\d+)/,
    'The input is $1, and this number has a point or an exponent, or is out of its range. Round your values: [3], not [3.0].',
    'metadata',
  ],
  [
    /Type: Number is not of expected type: bool/,
    'The input is bool: send true and false, not 1 and 0.',
    'metadata',
  ],
  [
    /Type: Number is not of expected type: string/,
    'The input is text: put the value in quotes.',
    'metadata',
  ],
  [
    /Type: String is not of expected type: (\S+)/,
    'You sent a text where the input is $1. Numbers go without quotes.',
    'metadata',
  ],
  [
    /Type: Object is not of expected type: (\S+)/,
    'You sent an object where a $1 belongs. A typed array becomes an object in JSON: write Array.from(values).',
    'predict',
  ],
  [
    /Type: (\S+) is not of expected type: (\S+)/,
    'You sent a value of the kind $1 where the input is $2. The metadata says what each input takes.',
    'metadata',
  ],
  [
    /not formatted correctly for base64 data|Unable to base64 decode/,
    'Bytes travel as {"b64": "…"}, that one key and base64 in the standard alphabet.',
    'request',
  ],
  [
    /^.*Conversion of JSON Value: .* to type: (\S+)/s,
    'No JSON value becomes a $1. Give the model an endpoint that takes float and casts, or use gRPC.',
    'grpc',
  ],
  [
    /^Expects arg\[0\] to be (\S+) but string is provided/,
    'Classify and regress feed texts, serialized examples, and this signature takes $1. Use :predict.',
    'predict',
  ],
  [
    /^Expects arg\[\d+\] to be (\S+) but (\S+) is provided/,
    'The tensor that you sent is $2, and the signature takes $1. Over gRPC nothing is converted: cast it first.',
    'grpc',
  ],
];
