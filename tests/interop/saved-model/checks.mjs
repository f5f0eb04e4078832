/** SavedModels across the border, both ways; each part gives one check for every claim. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arraysDifference } from '../compare.mjs';
import { runScript } from '../python-env.mjs';
import { callTheirs, exportOurs, OURS } from './cells.mjs';

/** @typedef {import('../checks.mjs').Check} Check */
/** @typedef {import('../checks.mjs').Environment} Environment */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */
/** @typedef {Record<string, import('../compare.mjs').JsonArray>} Outputs */
/** @typedef {{ signature?: string, inputs: Outputs, outputs: Outputs }} Call */

const TOLERANCE = 1e-5;
const LESSON = 'preprocessing-in-the-graph';
/** Cells of the lesson that code is typed into: one in TypeScript, one in the shell's language. */
const CELL = 'Train for one epoch';
const SHELL = 'Read the contract';

/**
 * Directories that the app exported, opened by real TensorFlow in every way.
 * @param {AppDriver} app @param {readonly Environment[]} environments @param {string} folder to put them into
 */
export async function checkOurs(app, environments, folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {Check[]} */
  const checks = [];
  /** @type {string[]} */
  const made = [];
  for (const name of Object.keys(OURS)) {
    try {
      await app.openLesson(LESSON);
      await app.runCode(CELL, exportOurs(name, `ours/${name}`));
      await app.readDirectory(`ours/${name}`, `${folder}/${name}`);
      writeFileSync(`${folder}/${name}.json`, await app.read(`ours/${name}.json`));
      made.push(name);
    } catch (error) {
      checks.push(failed(`app exports ${name}`, error));
    }
  }
  for (const { version, python } of environments) {
    const claims = JSON.parse(runScript(python, 'saved-model/check_ours.py', [folder, ...made]));
    for (const name of made) {
      for (const [claim, { passed, detail }] of Object.entries(claims[name])) {
        const text = String(detail);
        checks.push({
          name: `app → TensorFlow, Keras ${version}, ${name}: ${claim}`,
          passed,
          detail: text,
        });
      }
    }
  }
  checks.push(...(await sameTexts(app, environments[0], folder, 'ours', made)));
  return checks;
}

/**
 * Makes the exports of scripts/fixtures anew, and MobileNetV2.
 * @param {Environment | undefined} environment @param {string} folder @returns {string} the folder
 */
export function writeReference(environment, folder) {
  const script = '../../scripts/fixtures/make_saved_model_fixtures.py';
  runScript(environment?.python ?? 'python', script, [folder]);
  return folder;
}

/**
 * Directories that real TensorFlow exported, called and shown by the app.
 * @param {AppDriver} app @param {Environment | undefined} environment @param {string} folder that holds them
 */
export async function checkTheirs(app, environment, folder) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  await app.openLesson(LESSON);
  for (const name of names) {
    await app.writeDirectory(`${folder}/${name}`, `theirs/${name}`);
    await app.write(`theirs/${name}.json`, readFileSync(`${folder}/${name}.json`));
  }
  await app.runCode(
    CELL,
    callTheirs(
      names.map((name) => `theirs/${name}`),
      'outcome.json',
    ),
  );
  const results = JSON.parse((await app.read('outcome.json')).toString());
  const checks = names.flatMap((name) =>
    sameOutputs(
      name,
      JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')).calls,
      results[`theirs/${name}`],
    ),
  );
  return [...checks, ...(await sameTexts(app, environment, folder, 'theirs', names))];
}

/** @param {string} name @param {Call[]} all @param {(Outputs | string)[]} results @returns {Check[]} */
function sameOutputs(name, all, results) {
  const calls = all.filter(({ signature }) => signature);
  return calls.map(({ signature, outputs }, i) => {
    const title = `TensorFlow → app, ${name}: ${signature}`;
    const result = results[i];
    if (typeof result !== 'object') return { name: title, passed: false, detail: String(result) };
    const keys = Object.keys(outputs).sort();
    const difference =
      Object.keys(result).sort().join() === keys.join()
        ? arraysDifference(
            keys.map((key) => at(result, key)),
            keys.map((key) => at(outputs, key)),
          )
        : Infinity;
    return { name: title, passed: difference <= TOLERANCE, detail: difference.toExponential(1) };
  });
}

/** @param {Outputs} outputs @param {string} key */
function at(outputs, key) {
  return /** @type {import('../compare.mjs').JsonArray} */ (outputs[key]);
}

/**
 * `saved_model_cli show --all` of the app against the real tool's.
 * @param {AppDriver} app @param {Environment | undefined} environment
 * @param {string} folder @param {string} place in the workspace @param {readonly string[]} names
 * @returns {Promise<Check[]>}
 */
async function sameTexts(app, environment, folder, place, names) {
  if (!environment) return [];
  const real = JSON.parse(
    runScript(environment.python, 'saved-model/show_all.py', [folder, ...names]),
  );
  const shows = names.map(
    (name) => `saved_model_cli show --dir ${place}/${name} --all > shown/${name}.txt`,
  );
  await app.openLesson(LESSON);
  await app.runCode(SHELL, ['mkdir -p shown', ...shows].join('\n'));
  /** @type {Check[]} */
  const checks = [];
  for (const name of names) {
    const ours = inOrder((await app.read(`shown/${name}.txt`)).toString());
    const theirs = inOrder(real[name]);
    const passed = ours === theirs;
    const detail = passed ? `${ours.length} characters` : firstDifference(ours, theirs);
    checks.push({ name: `saved_model_cli show --all, ${place}/${name}`, passed, detail });
  }
  return checks;
}

/** The tool prints the ops as a set, in another order on every run. @param {string} text */
function inOrder(text) {
  return text.replace(/(contains the following ops: \{)(.*)(\})/g, (_, before, ops, after) => {
    return before + ops.split(', ').sort().join(', ') + after;
  });
}

/** @param {string} a @param {string} b */
function firstDifference(a, b) {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const line = left.findIndex((text, i) => text !== right[i]);
  return `line ${line + 1}: ours ${JSON.stringify(left[line])}, the tool's ${JSON.stringify(right[line])}`;
}

/** @param {string} name @param {unknown} error @returns {Check} */
function failed(name, error) {
  return { name, passed: false, detail: error instanceof Error ? error.message : String(error) };
}
