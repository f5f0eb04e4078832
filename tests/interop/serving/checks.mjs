/** SavedModels served by the app, asked over HTTP as any client would, against what TensorFlow computes of the same files. */
import { readdirSync, readFileSync } from 'node:fs';
import { relativeDifference } from '../compare.mjs';
import { ensurePackages } from '../python-env.mjs';
import { writeExports, writeOldReference } from '../saved-model/check-theirs.mjs';
import { checkMessages } from './messages.mjs';
import { fromServed, toInstances } from './tensors.mjs';
import { checkLesson, LESSON, SHELL_CELL, startServer } from './lesson.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../python-env.mjs').Python} Python */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */
/** @typedef {import('../compare.mjs').JsonArray} JsonArray */
/** @typedef {{ signature?: string, inputs: Record<string, JsonArray>, outputs: Record<string, JsonArray> }} Call */

const TOLERANCE = 1e-5;
const SERVER = 'http://localhost:8501/v1/models';
/** The server's own messages, in Python. */
const PACKAGES = ['tensorflow-serving-api==2.19.1'];

/**
 * @param {AppDriver} app @param {[newest: Python, oldest: Python]} pythons @param {string} work folder
 * @returns {Promise<Check[]>}
 */
export async function checkServing(app, [newest, oldest], work) {
  const checks = [];
  await app.openLesson(LESSON);
  for (const [python, write] of /** @type {const} */ ([
    [newest, writeExports],
    [oldest, writeOldReference],
  ])) {
    const folder = `${work}/keras-${python.keras}`;
    await write(python, folder);
    checks.push(...(await checkTheirs(app, python, folder)));
  }
  const packages = ensurePackages(newest, 'serving-api', PACKAGES);
  checks.push(...(await checkMessages(app, newest, packages, `${work}/messages`)));
  checks.push(...(await checkLesson(app, newest, `${work}/lesson`)));
  return checks;
}

/**
 * Serves all of a folder at once, by a configuration file.
 * @param {AppDriver} app @param {Python} maker @param {string} folder @returns {Promise<Check[]>}
 */
async function checkTheirs(app, maker, folder) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  for (const name of names) await app.writeDirectory(`${folder}/${name}`, `theirs/${name}/1`);
  await app.write('theirs/models.config', Buffer.from(configuration(names)));
  await startServer(app, [
    '-v "$PWD/theirs:/models" tensorflow/serving --model_config_file=/models/models.config',
  ]);
  const checks = [];
  for (const name of names) {
    /** @type {{ calls: Call[] }} */
    const { calls } = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
    for (const call of calls.filter(isComparable)) {
      checks.push(
        await sameAnswer(app, `TensorFlow ${maker.tensorflow}, Keras ${maker.keras}`, name, call),
      );
    }
  }
  await app.runCode(SHELL_CELL, 'docker stop interop && rm -r theirs');
  return checks;
}

/** What is not random, and not a function without a signature. @param {Call} call */
function isComparable({ signature, outputs }) {
  return signature !== undefined && Object.keys(outputs).length > 0;
}

/** @param {readonly string[]} names */
function configuration(names) {
  const models = names.map(
    (name) =>
      `config { name: '${name}' base_path: '/models/${name}' model_platform: 'tensorflow' }`,
  );
  return `model_config_list {\n${models.join('\n')}\n}\n`;
}

/** @param {AppDriver} app @param {string} maker @param {string} name @param {Call} call @returns {Promise<Check>} */
async function sameAnswer(app, maker, name, { signature, inputs, outputs }) {
  const body = JSON.stringify({
    signature_name: signature,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([key, array]) => [key, toInstances(array)]),
    ),
  });
  const { status, text } = await app.fetch(`${SERVER}/${name}:predict`, { method: 'POST', body });
  const what = `${maker} → server, ${name}: ${signature}`;
  if (status !== 200) return { name: what, passed: false, detail: `${status} ${text}` };
  const keys = Object.keys(outputs);
  const served = JSON.parse(text).outputs;
  const got = keys.map((key) =>
    fromServed(keys.length === 1 ? served : served[key], /** @type {JsonArray} */ (outputs[key])),
  );
  const difference = relativeDifference(got, Object.values(outputs));
  return { name: what, passed: difference <= TOLERANCE, detail: difference.toExponential(1) };
}
