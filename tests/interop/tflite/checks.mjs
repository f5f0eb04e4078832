/** `.tflite` files of the app, held against TensorFlow's converter and run in its interpreter. */
import { readdirSync } from 'node:fs';
import { runScript } from '../python-env.mjs';
import { LESSON, CELL } from '../saved-model/workbench.mjs';
import { convertAll } from './cells.mjs';
import { EXPECTED, REFUSED } from './expected.mjs';
import { MODES } from './modes.mjs';
import { OURS, exportTo } from './ours.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../python-env.mjs').Python} Python */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */
/**
 * @typedef {{
 *   sizes: { ours: number, theirs?: number },
 *   differences?: string[],
 *   refused?: string,
 *   error?: string,
 *   [pair: string]: unknown,
 * }} Verdict
 */

const FLOAT_TOLERANCE = 1e-5;
/** Of the lesson's kinds of files; a handful of bytes of names is much of a tiny model. */
const SIZE_TOLERANCE = 0.02;
const LEAST_SIZE = 50_000;

/**
 * @param {AppDriver} app @param {Python} environment @param {string} folder to work in
 * @returns {Promise<Check[]>}
 */
export async function checkTflite(app, environment, folder) {
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
  return names.flatMap((name) =>
    Object.keys(MODES).flatMap((mode) => {
      const key = `${name}.${mode}`;
      return judge(key, verdicts[key], errors[`${place}/${key}`]);
    }),
  );
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
  const refusal = REFUSED[key];
  if (refusal)
    return [
      { name: `${name}: refused`, passed: refusal.test(error ?? ''), detail: error ?? 'converted' },
    ];
  if (!verdict || error) return [{ name, passed: false, detail: error ?? 'no file' }];
  if (verdict.error) return [{ name, passed: false, detail: verdict.error }];
  return [sameFile(name, key, verdict), ...sameAnswers(name, key, verdict)];
}

/** @param {string} name @param {string} key @param {Verdict} verdict @returns {Check} */
function sameFile(name, key, { differences, refused, sizes }) {
  const expected = EXPECTED.find(({ files }) => files.test(key));
  const left = (differences ?? []).filter(
    (text) => !expected?.differences.some((known) => known.test(text)),
  );
  const { ours, theirs } = sizes;
  const isLarge = theirs !== undefined && theirs >= LEAST_SIZE && !expected;
  const isTooLarge = isLarge && ours > theirs * (1 + SIZE_TOLERANCE);
  const detail = refused
    ? `TensorFlow has none: ${refused}`
    : left.join('; ') || `${ours} bytes, TensorFlow's ${theirs}`;
  return { name: `${name}: TensorFlow's file`, passed: left.length === 0 && !isTooLarge, detail };
}

/** @param {string} name @param {string} key @param {Verdict} verdict @returns {Check[]} */
function sameAnswers(name, key, verdict) {
  const isInteger = /\.(u?int8|int16x8)/.test(key);
  const pairs = isInteger
    ? [['reference - reference', 0]]
    : [
        ['reference - plain', FLOAT_TOLERANCE],
        ['tflite - plain', FLOAT_TOLERANCE],
      ];
  return pairs.map(([pair, limit]) => {
    const difference = verdict[/** @type {string} */ (pair)];
    const refused = verdict[`${String(pair).split(' - ')[1]} refused`];
    return {
      name: `${name}: ${pair}`,
      passed: typeof difference === 'number' && difference <= Number(limit),
      detail:
        typeof difference === 'number'
          ? difference.toExponential(1)
          : String(refused ?? 'no answers'),
    };
  });
}
