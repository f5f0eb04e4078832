/** SavedModels that real TensorFlow exports, called and shown by the app; each claim is a check. */
import { readdirSync, readFileSync } from 'node:fs';
import { relativeDifference } from '../compare.mjs';
import { runScript } from '../python-env.mjs';
import { callRefused, callTheirs, callTwice } from './cells.mjs';
import { HEADS } from './heads.mjs';
import { sameTexts } from './show-text.mjs';
import { CELL, LESSON } from './workbench.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../python-env.mjs').Python} Python */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */
/** @typedef {import('../compare.mjs').JsonArray} JsonArray */
/** @typedef {Record<string, JsonArray>} Outputs */
/** @typedef {{ signature?: string, inputs: Outputs, outputs: Outputs }} Call */

const TOLERANCE = 1e-5;
const SCRIPT = '../../scripts/fixtures/make_saved_model_fixtures.py';

/** What the oldest Keras can export of the cases. */
const OLDEST = [
  ...['mlp', 'cnn-batch-norm', 'separable', 'residual', 'concat', 'two-by-two', 'conv-transpose'],
  ...['upsampling', 'preprocessing', 'multi-head', 'text', 'gru-unrolled', 'uint8-endpoint'],
  ...['integer-lookup', 'tf-module', 'tf1-resource', 'frozen'],
];

/** Exports that the app cannot run, and what it has to say of them. */
const REFUSED = [
  {
    name: 'gru-loop',
    signature: 'serve',
    says: /^NotImplementedError: theirs\/gru-loop\/saved_model\.pb has ops that cannot run in the browser: .*\bWhile \(node \S+\/while in function \S+\)/,
  },
  {
    name: 'strings',
    signature: 'serving_default',
    says: /^NotImplementedError: theirs\/strings\/saved_model\.pb has ops that cannot run in the browser: an input of strings, 'words' \(node serving_default_words\), StringLength \(node StringLength in function \S+\)\.$/,
  },
];

/** A signature with dropout alive: it keeps elements with this probability. */
const RANDOM = { name: 'dropout-alive', signature: 'noisy', shape: [4, 400], kept: 0.75 };

/**
 * Makes the exports of scripts/fixtures anew, with MobileNetV2, and trains heads on some.
 * @param {Python} environment @param {string} folder
 */
export async function writeReference(environment, folder) {
  const { python } = environment;
  await writeExports(environment, folder);
  const heads = Object.entries(HEADS).map(
    ([name, { base, trainable }]) => `${name}=${base}=${Number(trainable)}`,
  );
  await runScript(python, 'saved-model/train_heads.py', [folder, ...heads]);
}

/** The exports alone. @param {Python} environment @param {string} folder */
export async function writeExports({ python }, folder) {
  await runScript(python, SCRIPT, [folder]);
}

/** Those that an old Keras can make. @param {Python} environment @param {string} folder */
export async function writeOldReference({ python }, folder) {
  await runScript(python, SCRIPT, [folder, ...OLDEST]);
}

/**
 * Puts everything of a folder into the workspace.
 * @param {AppDriver} app @param {string} folder @param {string} place
 */
export async function bringIn(app, folder, place) {
  await app.openLesson(LESSON);
  await app.writeDirectory(folder, place);
}

/**
 * @param {AppDriver} app @param {Python} maker what made them @param {Python} tool whose `saved_model_cli` shows them
 * @param {string} folder that holds them @param {string} place in the workspace, where they are, too
 */
export async function checkTheirs(app, maker, tool, folder, place) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const folders = names.map((name) => `${place}/${name}`);
  const results = await outcome(app, callTheirs(folders, 'outcome.json'));
  const checks = names.flatMap((name) =>
    sameOutputs(
      `TensorFlow ${maker.tensorflow}, Keras ${maker.keras} → app, ${name}`,
      JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')).calls,
      results[`${place}/${name}`],
    ),
  );
  return [...checks, ...(await sameTexts(app, tool, folder, place, names))];
}

/** What cannot run is refused, and what is random differs. @param {AppDriver} app @param {string} place @returns {Promise<Check[]>} */
export async function checkOddities(app, place) {
  const calls = REFUSED.map(({ name, signature }) => ({ folder: `${place}/${name}`, signature }));
  const errors = await outcome(app, callRefused(calls, 'outcome.json'));
  const refusals = REFUSED.map(({ name, says }, i) => ({
    name: `TensorFlow → app, ${name}: refused by the names of ops and nodes`,
    passed: says.test(errors[i]),
    detail: errors[i],
  }));
  const { name, signature, shape } = RANDOM;
  const code = callTwice(`${place}/${name}`, signature, shape, 'outcome.json');
  return [...refusals, isAlive(await outcome(app, code))];
}

/** Ones are either dropped or scaled up, in their share, and differently in each call. @param {JsonArray[]} answers @returns {Check} */
function isAlive([first, second]) {
  const values = first?.data ?? [];
  const kept = values.filter((value) => Math.abs(value - 1 / RANDOM.kept) < 1e-6).length;
  const dropped = values.filter((value) => value === 0).length;
  const share = kept / values.length;
  const isFair = kept + dropped === values.length && Math.abs(share - RANDOM.kept) < 0.05;
  const isSame = JSON.stringify(first) === JSON.stringify(second);
  return {
    name: `TensorFlow → app, ${RANDOM.name}: ${RANDOM.signature}`,
    passed: isFair && !isSame,
    detail: `${kept} of ${values.length} kept, ${isSame ? 'the same' : 'others'} in the next call`,
  };
}

/** @param {AppDriver} app @param {string} code that writes `outcome.json` */
async function outcome(app, code) {
  await app.openLesson(LESSON);
  await app.runCode(CELL, code);
  return JSON.parse((await app.read('outcome.json')).toString());
}

/** @param {string} title @param {readonly Call[]} all @param {readonly (Outputs | string)[]} results @returns {Check[]} */
function sameOutputs(title, all, results) {
  const calls = all.filter(({ signature }) => signature);
  return calls.map(({ signature, outputs }, i) => {
    const name = `${title}: ${signature}`;
    const result = results[i];
    if (typeof result !== 'object') return { name, passed: false, detail: String(result) };
    const difference = relativeDifference(inOrder(result), inOrder(outputs));
    const isSame = Object.keys(result).sort().join() === Object.keys(outputs).sort().join();
    const detail = isSame ? difference.toExponential(1) : Object.keys(result).join();
    return { name, passed: isSame && difference <= TOLERANCE, detail };
  });
}

/** @param {Outputs} outputs @returns {JsonArray[]} */
function inOrder(outputs) {
  return Object.keys(outputs)
    .sort()
    .map((key) => /** @type {JsonArray} */ (outputs[key]));
}
