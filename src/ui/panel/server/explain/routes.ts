import type { Rule } from './rule';

/** Addresses: what no route takes, and models, versions, labels and signatures that are not there. */
export const ROUTE_RULES: readonly Rule[] = [
  [
    /^Malformed request: \S+ .*\?/s,
    'The server matches the whole address, with what stands behind a question mark. Leave the query out.',
    'status',
  ],
  [
    /^Malformed request: (?!GET |POST )(\S+) /,
    'You sent $1. The server knows GET for status and metadata and POST for predictions; for anything else it says 400, and never 405.',
    'predict',
  ],
  [
    /^Malformed request: \S+ .*%3A(?:predict|classify|regress)/is,
    'The colon before the verb was encoded as %3A. Only the name of a model is encoded, that colon never.',
    'predict',
  ],
  [
    /^Malformed request: \S+ .*\/$/s,
    'A slash at the end makes it another address. Leave it out.',
    'status',
  ],
  [
    /^Malformed request: POST .*:(?!predict$|classify$|regress$)(\w+)$/s,
    'There is no verb :$1. It is :predict, :classify or :regress, in small letters.',
    'predict',
  ],
  [
    /^Malformed request: GET .*:(\w+)$/s,
    'You asked with GET, which is for status and metadata. Send your rows with POST.',
    'predict',
  ],
  [
    /^Malformed request: POST /,
    'You sent a POST to an address without a verb. For predictions it is POST /v1/models/NAME:predict.',
    'predict',
  ],
  [
    /^Malformed request: /,
    'No route has this address. It is /v1/models/NAME for the status, with /versions/N or /labels/L behind it if you like, and /metadata at the end.',
    'status',
  ],
  [
    /^Missing model name in request\./,
    'There is no list of all models. Name one: /v1/models/NAME.',
    'status',
  ],
  [
    /^Failed to convert version/,
    'That version number is larger than any that there can be: versions are 64-bit integers. The real server sends no message with this 400.',
    'status',
  ],
  [
    /^Servable not found for request: Latest\((.*)\)$/s,
    'No version of a model called $1 is loaded. Compare the name in the address with MODEL_NAME, or with the name in the configuration; or wait until the first version has loaded.',
    'serve',
  ],
  [
    /^Servable not found for request: Specific\((.*), (\d+)\)$/s,
    'Version $2 of $1 is not loaded: never, not yet, or not any more. By default only the highest version is served.',
    'labels',
  ],
  [
    /^Unrecognized servable version label: (.*)$/s,
    'No version has the label $1. Labels come from the configuration file, and are case-sensitive.',
    'labels',
  ],
  [
    /^Could not find any versions of model (.*)$/s,
    'The server has never heard of a model called $1. Compare the name in the address with MODEL_NAME, or with the name in the configuration.',
    'serve',
  ],
  [
    /^Could not find version (\d+) of model (.*)$/s,
    'The server has never seen a version $1 of $2. Ask without a version to see those that it knows.',
    'status',
  ],
  [
    /^Serving signature name: "(.*)" not found in signature def/s,
    'The model has no signature $1. The metadata lists those that it has; without signature_name you get serving_default.',
    'metadata',
  ],
  [
    /^No signature was found with the name: (.*)$/s,
    'The model has no signature $1. The metadata lists those that it has.',
    'metadata',
  ],
  [
    /^Failed to get input map for signature: /,
    'That signature takes no input. It is one that TensorFlow runs at the start, and none for requests.',
    'metadata',
  ],
  [
    /^Origin header is missing in CORS preflight/,
    'An OPTIONS request without an Origin header is no preflight. The real server sends no message with this 400.',
    'predict',
  ],
];
