/** `.keras` files across the border, both ways; each gives one check for every claim. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { attempt, within } from './check.mjs';
import { CASES, fashionDescription, makeOurs, readTheirs } from './cells.mjs';
import { arraysDifference, lossesDifference } from './compare.mjs';
import { runScript } from './python-env.mjs';

/** @typedef {import('./check.mjs').Check} Check */
/** @typedef {import('./python-env.mjs').Python & { reference: string }} Environment `reference` holds what its Keras saved */
/** @typedef {import('./compare.mjs').JsonArray} JsonArray */
/** @typedef {{ predictions: JsonArray[], losses: number[] }} Outcome */
/** @typedef {Outcome & { iterations: number, slot_difference: number | null, slots_used: boolean }} Loaded */

const PREDICTIONS = 1e-5;
const LOSSES = 1e-4;
/** Cell of lesson 1 that every case is typed into. */
const CELL = 'Load Fashion-MNIST';
const LESSON = 'a-model-to-deploy';

/**
 * Files of real Keras, loaded by the app.
 * @param {import('./app-driver.mjs').AppDriver} app @param {Environment} environment
 */
export async function checkTheirs(app, { keras, reference }) {
  const names = Object.keys(CASES);
  const paths = names.flatMap((name) => [`${name}.json`, `${name}.keras`]);
  await app.openLesson(LESSON);
  await app.upload(paths.map((path) => `${reference}/${path}`));
  /** @type {Check[]} */
  const checks = [];
  for (const name of names) {
    const title = `Keras ${keras} → app, ${name}`;
    const code = readTheirs(name, `${name}.json`, `${name}.keras`, 'outcome.json');
    const outcome = await attempt(title, checks, () => runCase(app, code));
    if (!outcome) continue;
    const expected = readJson(`${reference}/${name}.json`);
    checks.push(...sameOutcome(title, outcome, expected));
  }
  return checks;
}

/**
 * Files of the app, loaded by real Keras.
 * @param {import('./app-driver.mjs').AppDriver} app
 * @param {readonly Environment[]} environments
 * @param {string} folder to put them into
 */
export async function checkOurs(app, environments, folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {Check[]} */
  const checks = [];
  /** @type {Map<string, Outcome>} */
  const made = new Map();
  for (const name of Object.keys(CASES)) {
    const code = makeOurs(name, `${name}.json`, `ours-${name}.keras`, 'outcome.json');
    const outcome = await attempt(`app makes ${name}`, checks, () => runCase(app, code));
    if (!outcome) continue;
    made.set(name, outcome);
    writeFileSync(`${folder}/${name}.keras`, await app.read(`ours-${name}.keras`));
    copyFileSync(`${environments[0]?.reference}/${name}.json`, `${folder}/${name}.json`);
  }
  const answers = await loadEverywhere(environments, folder, [...made.keys()], checks);
  for (const [keras, loaded] of answers) {
    for (const [name, outcome] of made) {
      const theirs = loaded[name];
      if (!theirs) continue;
      const title = `app → Keras ${keras}, ${name}`;
      checks.push(...sameOutcome(title, outcome, theirs), sameOptimizer(title, theirs, 6));
    }
  }
  return checks;
}

/**
 * Lesson 2's own file, trained on the real data (or its stand-in): real Keras predicts the same and trains on.
 * @param {import('./app-driver.mjs').AppDriver} app
 * @param {readonly Environment[]} environments
 * @param {string} folder
 */
export async function checkFashion(app, environments, folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {Check[]} */
  const checks = [];
  const outcome = await attempt('lesson 2 saves fashion.keras', checks, async () => {
    await app.openLesson('two-artifacts-two-jobs');
    await app.runCell('Train for one epoch');
    await app.runCell('Save the checkpoint');
    await app.runCode('Load and compare', fashionDescription('fashion.json'));
    writeFileSync(`${folder}/fashion.keras`, await app.read('fashion.keras'));
    writeFileSync(`${folder}/fashion.json`, await app.read('fashion.json'));
    return readJson(`${folder}/fashion.json`);
  });
  if (!outcome) return checks;
  const answers = await loadEverywhere(environments, folder, ['fashion'], checks);
  for (const [keras, loaded] of answers) {
    const theirs = loaded['fashion'];
    if (!theirs) continue;
    const title = `app → Keras ${keras}, fashion.keras`;
    checks.push(
      within(
        `${title}: predictions`,
        arraysDifference(outcome.predictions, theirs.predictions),
        PREDICTIONS,
      ),
      sameOptimizer(title, theirs, outcome.steps),
      {
        name: `${title}: training goes on`,
        passed: theirs.losses.every((loss) => loss < 1),
        detail: `losses ${theirs.losses.map((loss) => loss.toFixed(4)).join(', ')}`,
      },
    );
  }
  return checks;
}

/** @param {import('./app-driver.mjs').AppDriver} app @param {string} code @returns {Promise<Outcome>} */
async function runCase(app, code) {
  await app.openLesson(LESSON);
  await app.runCode(CELL, code);
  return JSON.parse((await app.read('outcome.json')).toString());
}

/**
 * What each Keras makes of the app's files; one that cannot load them is a check of its own, and left out.
 * @param {readonly Environment[]} environments @param {string} folder @param {readonly string[]} names
 * @param {Check[]} checks
 * @returns {Promise<[keras: string, loaded: Record<string, Loaded>][]>}
 */
async function loadEverywhere(environments, folder, names, checks) {
  const answers = environments.map(async ({ keras, python }) => {
    const loaded = await attempt(`Keras ${keras} loads the app's files`, checks, async () => {
      const output = await runScript(python, 'check_ours.py', [folder, ...names]);
      return JSON.parse(output.trim().split('\n').at(-1) ?? '');
    });
    return /** @type {[string, Record<string, Loaded>]} */ ([keras, loaded ?? {}]);
  });
  return Promise.all(answers);
}

/** @param {string} title @param {Outcome} ours @param {Outcome} theirs */
function sameOutcome(title, ours, theirs) {
  return [
    within(
      `${title}: predictions`,
      arraysDifference(ours.predictions, theirs.predictions),
      PREDICTIONS,
    ),
    within(`${title}: resumed losses`, lossesDifference(ours.losses, theirs.losses), LOSSES),
  ];
}

/** @param {string} title @param {Loaded} loaded @param {number} steps that the app trained @returns {Check} */
function sameOptimizer(title, { iterations, slot_difference, slots_used }, steps) {
  return {
    name: `${title}: optimizer state`,
    passed: iterations === steps && slot_difference === 0 && slots_used,
    detail: `iterations ${iterations} of ${steps}, slots differ by ${slot_difference}`,
  };
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
