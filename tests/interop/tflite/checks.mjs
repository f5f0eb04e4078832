/** `.tflite` files of the app, held against TensorFlow's converter and run in its interpreter. */
import { readdirSync } from 'node:fs';
import { runScript } from '../python-env.mjs';
import { LESSON, CELL } from '../saved-model/workbench.mjs';
import { convertAll } from './cells.mjs';
import { EXPECTED, NO_REFERENCE, OTHER_ROUNDING, REFUSED } from './expected.mjs';
import { MODES } from './modes.mjs';
import { OURS, exportTo } from './ours.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../python-env.mjs').Python} Python */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */
/**
 * @typedef {{
 *   sizes: { ours: number, theirs: number },
 *   differences: string[],
 *   error?: string,
 *   [pair: string]: unknown,
 * }} Verdict
 */

const FLOAT_TOLERANCE = 1e-5;
/** What an old interpreter says of one scale for each output of a Dense layer. */
const NEWER_DENSE = /^Didn't find op for builtin opcode 'FULLY_CONNECTED' version '12'/;

/**
 * @param {AppDriver} app @param {readonly [newest: Python, oldest: Python]} environments @param {string} folder to work in
 * @returns {Promise<Check[]>}
 */
export async function checkTflite(app, [environment, oldest], folder) {
  const place = 'tflite';
  await runScript(environment.python, 'tflite/write_models.py', [folder]);
  const theirs = directories(folder);
  await app.openLesson(LESSON);
  await app.writeDirectory(folder, place);
  await exportOurs(app, place);
  const names = [...theirs, ...Object.keys(OURS)];
  const errors = await convert(
    app,
    names.map((name) => `${place}/${name}`),
  );
  await app.readDirectory(place, folder);
  const verdicts = JSON.parse(await runScript(environment.python, 'tflite/judge.py', [folder]));
  const held = names.flatMap((name) =>
    Object.keys(MODES).flatMap((mode) => {
      const key = `${name}.${mode}`;
      return judge(key, verdicts[key], errors[`${place}/${key}`]);
    }),
  );
  return [...held, ...(await opensIn(oldest, folder))];
}

/**
 * What is written by default runs in an old interpreter, too; of what was asked for, only Dense layers with many scales do not.
 * @param {Python} environment @param {string} folder @returns {Promise<Check[]>}
 */
async function opensIn({ python, tensorflow }, folder) {
  const refused = JSON.parse(await runScript(python, 'tflite/open_all.py', [folder]));
  return Object.keys(MODES).map((mode) => {
    const files = Object.entries(refused).filter(([file]) => file.endsWith(`.${mode}.tflite`));
    const found = files.filter(([, reason]) => mode !== 'dynamic' || !NEWER_DENSE.test(reason));
    const detail = found.map(([file, reason]) => `${file}: ${reason}`).join('; ') || 'all run';
    const name = `app → TensorFlow ${tensorflow}'s interpreter, files of mode ${mode}`;
    return { name, passed: found.length === 0, detail };
  });
}

/** @param {string} folder */
function directories(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.includes('.'))
    .map((entry) => entry.name);
}

/** @param {AppDriver} app @param {string} place */
async function exportOurs(app, place) {
  for (const [name, code] of Object.entries(OURS)) {
    await app.openLesson(LESSON);
    await app.runCode(CELL, exportTo(code, `${place}/${name}`));
  }
}

/** @param {AppDriver} app @param {readonly string[]} folders @returns {Promise<Record<string, string>>} errors by file */
async function convert(app, folders) {
  await app.openLesson(LESSON);
  await app.runCode(CELL, convertAll(folders, Object.keys(MODES)));
  return JSON.parse((await app.read('errors.json')).toString());
}

/** @param {string} key @param {Verdict | undefined} verdict @param {string | undefined} error @returns {Check[]} */
function judge(key, verdict, error) {
  const name = `app → TensorFlow Lite, ${key}`;
  const refusal = REFUSED.find(({ files }) => files.test(key));
  if (refusal) {
    const detail = error ?? 'converted';
    return [{ name: `${name}: refused`, passed: refusal.says.test(detail), detail }];
  }
  if (!verdict || error) return [{ name, passed: false, detail: error ?? 'no file' }];
  if (verdict.error) return [{ name, passed: false, detail: verdict.error }];
  return [sameFile(name, key, verdict), ...sameAnswers(name, key, verdict)];
}

/**
 * A difference that is expected has to be there.
 * @param {string} name @param {string} key @param {Verdict} verdict @returns {Check}
 */
function sameFile(name, key, { differences, sizes }) {
  const reasons = EXPECTED.filter(({ files }) => files.test(key));
  const left = differences.filter((text) => !reasons.some((reason) => explains(reason, text)));
  const idle = reasons.filter((reason) => !differences.some((text) => explains(reason, text)));
  const problems = [...left, ...idle.map(({ why }) => `as in TensorFlow, though ${why}`)];
  const known = reasons.map(({ why }) => `; ${why}`).join('');
  const detail = problems.join('; ') || `${sizes.ours} bytes, TensorFlow's ${sizes.theirs}${known}`;
  return { name: `${name}: the same file`, passed: problems.length === 0, detail };
}

/** @param {typeof EXPECTED[number]} reason @param {string} text */
function explains({ differences }, text) {
  return differences.some((known) => known.test(text));
}

/**
 * Integers of the reference interpreter and of our own kernels are those of TensorFlow's reference kernels, and integers of the browser's
 * runtimes those of TensorFlow's default ones, to the bit. LiteRT has TensorFlow's 16-bit kernels; the older runtime not.
 * @param {string} name @param {string} key @param {Verdict} verdict @returns {Check[]}
 */
function sameAnswers(name, key, verdict) {
  const [, mode = ''] = key.split('.');
  const check = (/** @type {string} */ pair, /** @type {number} */ limit) => ({
    name: `${name}: ${pair}`,
    ...within(verdict[pair], limit),
  });
  if (!mode.includes('int')) {
    // One scale for each output of a Dense layer is more than the older runtime knows.
    const second = mode === 'dynamic' ? 'litert - default' : 'tflite - plain';
    const pairs = ['reference - plain', 'slipway - plain', second];
    return pairs.map((pair) => check(pair, FLOAT_TOLERANCE));
  }
  const inBrowser = mode === 'int16x8' ? 'litert - default' : 'tflite - default';
  const exact = ['reference - reference', 'slipway - reference'].map((pair) => check(pair, 0));
  const none = noReference(name, key, verdict);
  return [
    ...(none ? [none] : exact),
    OTHER_ROUNDING.test(key) ? apart(name, inBrowser, verdict) : check(inBrowser, 0),
  ];
}

/**
 * What is listed as refused by TensorFlow's reference kernels has to be.
 * @param {string} name @param {string} key @param {Verdict} verdict @returns {Check | undefined}
 */
function noReference(name, key, verdict) {
  const listed = NO_REFERENCE.find(({ files }) => files.test(key));
  const detail = String(verdict['reference - reference']);
  return (
    listed && { name: `${name}: no reference kernel`, passed: listed.says.test(detail), detail }
  );
}

/**
 * What is listed as rounded in another way has to differ.
 * @param {string} name @param {string} pair @param {Verdict} verdict @returns {Check}
 */
function apart(name, pair, verdict) {
  const difference = verdict[pair];
  const passed = typeof difference === 'number' && difference > 0;
  return { name: `${name}: ${pair}, rounded in another way`, passed, detail: String(difference) };
}

/** @param {unknown} difference a number, or why there is none @param {number} limit */
function within(difference, limit) {
  if (typeof difference !== 'number') return { passed: false, detail: String(difference) };
  return { passed: difference <= limit, detail: difference.toExponential(1) };
}
