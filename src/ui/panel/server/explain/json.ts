import type { Rule } from './rule';

const ROWS = '{"instances": [row, row, …]}';

/** What is no JSON, in the server's reading, and bodies without the one key that they need. */
export const JSON_RULES: readonly Rule[] = [
  [
    /^JSON Parse error: The document is empty/,
    'The request has no body, or its gzip could not be unpacked, which counts as none. Send a text: body: JSON.stringify({ instances }).',
    'predict',
  ],
  [
    /^JSON Parse error: Invalid value\. at offset: 0$/,
    'The body does not begin as JSON does. Send JSON.stringify({ instances }), and not the object, a form, or a file’s name without its @.',
    'curl',
  ],
  [
    /^JSON Parse error: Invalid value\. at offset: (\d+)/,
    'At byte $1 stands what no JSON value begins with: a comma too many, a single quote, a .5 without its zero, or undefined.',
    'predict',
  ],
  [
    /^JSON Parse error: Missing a name for object member\. at offset: (\d+)/,
    'At byte $1 a key should begin. Keys are in double quotes, and no comma stands before the closing brace.',
    'curl',
  ],
  [
    /^JSON Parse error: Missing a (?:colon|comma).* at offset: (\d+)/s,
    'At byte $1 the JSON goes on otherwise than it can. Often the body was cut off, or a number has a zero in front.',
    'curl',
  ],
  [
    /^JSON Parse error: Missing a closing quotation mark in string\. at offset: (\d+)/,
    'The text that begins at byte $1 never ends. The body was cut off, or a quote inside it is not escaped.',
    'curl',
  ],
  [
    /^JSON Parse error: (?:Invalid escape|Incorrect hex|The surrogate).* at offset: (\d+)/s,
    'The text around byte $1 has an escape that JSON does not know, or a raw line break. JSON.stringify writes them right.',
    'request',
  ],
  [
    /^JSON Parse error: (?:Number too big|Miss).* at offset: (\d+)/s,
    'The number at byte $1 is none that JSON or a double can hold.',
    'predict',
  ],
  [/^JSON Parse error: /, 'The body is no JSON to the server.', 'predict'],
  [
    /^JSON Value: .* Is not object$/s,
    `The body is JSON, but no object. The rows go under a key: ${ROWS}.`,
    'predict',
  ],
  [
    /'signature_name' key must be a string/,
    'signature_name is there but is no text. Leave the key out, or give a name in quotes; null is none.',
    'curl',
  ],
  [
    /expecting only one of 'inputs' or 'instances'/,
    'The body has both instances and inputs. Send rows under the one or columns under the other.',
    'columns',
  ],
  [
    /^Missing 'inputs' or 'instances' key/,
    `Nothing is under instances or inputs, so there is nothing to predict. Send ${ROWS}; the keys are in small letters.`,
    'predict',
  ],
  [
    /Expecting 'instances' to be an list\/array/,
    'instances is a list with one element for each row. Put a single row in brackets too.',
    'flat',
  ],
  [
    /No values in 'instances' array/,
    'instances is an empty list. Send at least one row; only inputs may be empty.',
    'predict',
  ],
  [
    /^instances is a plain list, but expecting list of objects/,
    'The signature has several inputs, so every row is an object with one value for each: {"a": …, "b": …}.',
    'metadata',
  ],
  [
    /^Expecting (?:object but got list|value\/list but got object) at item (\d+)/,
    'Row $1 is written otherwise than row 0. Either all rows are objects with names, or none is.',
    'predict',
  ],
  [
    /^inputs is a plain value\/list, but expecting an object/,
    'The signature has several inputs, so inputs is an object with one tensor for each.',
    'columns',
  ],
  [
    /^Missing named input: (.*) in 'inputs' object/s,
    'inputs has no key $1. Every input of the signature must be there; the metadata lists them.',
    'metadata',
  ],
  [
    /^input size does not match signature/,
    'The names that you sent are not those of the signature. The metadata lists them.',
    'metadata',
  ],
  [
    /does not have named input: (\d+)$/,
    'A Float32Array or other typed array was sent as an object with the keys 0, 1, 2, … JSON has no typed arrays: write Array.from(values), or tolist().',
    'predict',
  ],
  [
    /does not have named input: (.*)$/s,
    'The signature has no input $1. The metadata lists the names that it has.',
    'metadata',
  ],
  [/keys must be equal to: (.*)$/s, 'Each row must have exactly the inputs $1.', 'metadata'],
];
