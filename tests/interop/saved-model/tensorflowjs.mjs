/** SavedModels of the app through the real TensorFlow.js converter, and what TensorFlow.js then computes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relativeDifference } from '../compare.mjs';
import { ensurePackages, runScript } from '../python-env.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../compare.mjs').JsonArray} JsonArray */
/** @typedef {{ inputs: Record<string, JsonArray>, outputs: Record<string, JsonArray> }} Expected */
/** @typedef {{ name: string, signature: string, expected: Expected, isRandom: boolean }} Case */
/** @typedef {import('@tensorflow/tfjs').io.ModelJSON} ModelJson */
/** @typedef {Record<'inputs' | 'outputs', Record<string, { name: string }>>} Signature */

/** The converter and what it imports beside TensorFlow. */
const PACKAGES = ['tensorflowjs==4.22.0', 'tf_keras==2.21.0', 'tensorflow_hub==0.16.1'];
const TOLERANCE = 1e-5;

/** What TensorFlow.js itself lacks, in its own words. */
const GAPS = /** @type {Readonly<Record<string, string>>} */ ({
  'two-heads': 'Error: Activation tanh has not been implemented for the CPU backend.',
  'batch-norm': 'Error: Activation geluexact has not been implemented for the CPU backend.',
  layers: 'ValueError: Unsupported Ops in the model before optimization\nSoftsign',
});

/**
 * @param {import('../python-env.mjs').Python} environment @param {string} folder @param {readonly string[]} names
 * @returns {Promise<Check[]>} one for each signature
 */
export async function checkTensorFlowJs(environment, folder, names) {
  const cases = names.flatMap((name) => casesOf(folder, name));
  const packages = ensurePackages(environment, 'python-tensorflowjs-4.22.0', PACKAGES);
  const out = `${folder}-tensorflowjs`;
  const pairs = cases.map(({ name, signature }) => `${name}=${signature}`);
  const script = 'saved-model/convert_to_tensorflowjs.py';
  const printed = await runScript(environment.python, script, [folder, out, ...pairs], packages);
  const errors = JSON.parse(printed.trim().split('\n').at(-1) ?? '');
  /** @type {typeof import('@tensorflow/tfjs')} */
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
  tf.enableProdMode();
  const checks = [];
  for (const each of cases) {
    const { name, signature } = each;
    const error = errors[`${name}=${signature}`];
    const result = error ?? (await compare(tf, `${out}/${name}.${signature}`, each));
    const gap = GAPS[name];
    checks.push({
      name: `app → TensorFlow.js converter, ${name}: ${signature}`,
      passed: gap ? result === gap : Number(result) <= TOLERANCE,
      detail: result.replace('\n', ': '),
    });
  }
  return checks;
}

/** Without `serving_default` where it is another name for an endpoint. @param {string} folder @param {string} name @returns {Case[]} */
function casesOf(folder, name) {
  const { signatures, random = [] } = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
  const all = Object.keys(signatures);
  const endpoints = all.filter((signature) => signature !== 'serving_default');
  return (endpoints.length > 0 ? endpoints : all).map((signature) => ({
    name,
    signature,
    expected: signatures[signature],
    isRandom: random.includes(signature),
  }));
}

/**
 * The converter keeps the names of inputs and outputs unless two have the same type.
 * @param {typeof import('@tensorflow/tfjs')} tf @param {string} folder of the graph model @param {Case} each
 * @returns {Promise<string>} the difference, or what went wrong
 */
async function compare(tf, folder, { expected, isRandom }) {
  try {
    const json = JSON.parse(readFileSync(`${folder}/model.json`, 'utf8'));
    const model = await tf.loadGraphModel({ load: () => Promise.resolve(artifacts(json, folder)) });
    /** @type {Signature} */
    const { inputs, outputs } = json.signature;
    const given = Object.entries(expected.inputs).map(([key, array]) => [
      inputs[key]?.name ?? `${key}:0`,
      toTensor(tf, array),
    ]);
    const keys = Object.keys(expected.outputs).sort();
    const names = keys.map(
      (key, i) => outputs[key]?.name ?? (i === 0 ? 'Identity' : `Identity_${i}`),
    );
    const results = [model.execute(Object.fromEntries(given), names)].flat();
    const arrays = await Promise.all(results.map(toJson));
    const wanted = keys.map((key) => narrowed(/** @type {JsonArray} */ (expected.outputs[key])));
    return (isRandom ? 0 : relativeDifference(arrays, wanted)).toExponential(1);
  } catch (error) {
    return String(error);
  }
}

/** @param {ModelJson} json @param {string} folder @returns {import('@tensorflow/tfjs').io.ModelArtifacts} */
function artifacts(json, folder) {
  const paths = json.weightsManifest.flatMap((group) => group.paths);
  const bytes = Buffer.concat(paths.map((path) => readFileSync(`${folder}/${path}`)));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  const { modelTopology, signature, format } = json;
  return {
    modelTopology,
    weightSpecs,
    weightData: /** @type {ArrayBuffer} */ (weightData),
    ...(signature && { signature }),
    ...(format && { format }),
  };
}

/** @param {typeof import('@tensorflow/tfjs')} tf @param {JsonArray} array */
function toTensor(tf, { data, shape, dtype }) {
  return tf.tensor(data, shape, dtype === 'float32' ? 'float32' : 'int32');
}

/** @param {import('@tensorflow/tfjs').Tensor} tensor @returns {Promise<JsonArray>} */
async function toJson(tensor) {
  return { shape: tensor.shape, dtype: tensor.dtype, data: Array.from(await tensor.data()) };
}

/** TensorFlow.js has no other integers than int32. @param {JsonArray} array @returns {JsonArray} */
function narrowed(array) {
  return array.dtype === 'int64' ? { ...array, dtype: 'int32' } : array;
}
