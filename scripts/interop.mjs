/**
 * `.keras` files, SavedModels and `.tflite` files across the border between the built app and real Keras and TensorFlow; see
 * tests/interop/README.md. Ends with one line that counts the checks. Builds the app first, unless `--no-build`;
 * `--only keras,saved-model,tflite,task,serving,training` runs some parts.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { AppDriver } from '../tests/interop/app-driver.mjs';
import { attempt } from '../tests/interop/check.mjs';
import { checkFashion, checkOurs, checkTheirs } from '../tests/interop/checks.mjs';
import { ensureEnvironments, runScript } from '../tests/interop/python-env.mjs';
import { checkSavedModels } from '../tests/interop/saved-model/checks.mjs';
import { checkServing } from '../tests/interop/serving/checks.mjs';
import { checkTflite } from '../tests/interop/tflite/checks.mjs';
import { checkTask } from '../tests/interop/tflite/fashion.mjs';
import { checkTraining } from '../tests/interop/training/checks.mjs';
import { ensureChrome } from './find-chrome.mjs';
import { summary } from './test-steps/tally.mjs';

const WORK = '.cache/interop';

/** @typedef {import('../tests/interop/check.mjs').Check} Check */
/** @typedef {import('../tests/interop/python-env.mjs').Python} Python */

/** @type {Record<string, (app: AppDriver, pythons: [newest: Python, oldest: Python]) => Promise<Check[]>>} */
const PARTS = { keras: checkKeras, 'saved-model': savedModels, tflite, task, serving, training };

/** @type {Check[]} */
const checks = [];
await attempt('the interop test itself', checks, async () => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  if (!process.argv.includes('--no-build')) build();
  const pythons = ensureEnvironments();
  const app = await AppDriver.start(ensureChrome());
  try {
    for (const [name, part] of chosenParts()) {
      checks.push(...((await attempt(name, checks, () => part(app, pythons))) ?? []));
    }
  } finally {
    await app.stop();
  }
});

for (const { name, passed, detail } of checks) {
  console.log(`${passed ? '✓' : '✗'} ${name.padEnd(88)} ${detail}`);
}
const failed = checks.filter(({ passed }) => !passed).length;
console.log(summary({ passed: checks.length - failed, failed }));
process.exitCode = failed > 0 ? 1 : 0;

function chosenParts() {
  const at = process.argv.indexOf('--only');
  const only = at > 0 ? process.argv[at + 1]?.split(',') : Object.keys(PARTS);
  return Object.entries(PARTS).filter(([name]) => only?.includes(name));
}

/** @param {AppDriver} app @param {[newest: Python, oldest: Python]} pythons @returns {Promise<Check[]>} */
async function checkKeras(app, pythons) {
  const environments = await Promise.all(
    pythons.map(async (environment) => {
      const reference = `${WORK}/keras-${environment.keras}`;
      await runScript(environment.python, 'write_reference.py', [reference]);
      return { ...environment, reference };
    }),
  );
  const theirs = [];
  for (const environment of environments) theirs.push(...(await checkTheirs(app, environment)));
  return [
    ...theirs,
    ...(await checkOurs(app, environments, `${WORK}/ours`)),
    ...(await checkFashion(app, environments, `${WORK}/fashion`)),
  ];
}

/** @param {AppDriver} app @param {[newest: Python, oldest: Python]} pythons */
function savedModels(app, pythons) {
  return checkSavedModels(app, pythons, `${WORK}/saved-model`);
}

/** @param {AppDriver} app @param {[newest: Python, oldest: Python]} pythons */
function tflite(app, pythons) {
  return checkTflite(app, pythons, `${WORK}/tflite`);
}

/** @param {AppDriver} app @param {[newest: Python, oldest: Python]} pythons */
function task(app, [newest]) {
  return checkTask(app, newest, `${WORK}/task`);
}

function build() {
  const steps = [['scripts/data.mjs'], ['node_modules/vite/bin/vite.js', 'build']];
  for (const step of steps) {
    const { status } = spawnSync(process.execPath, step, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${step.join(' ')} failed.`);
  }
}

/** On one engine after the other. @param {AppDriver} _ @param {[newest: Python, oldest: Python]} pythons */
function training(_, [newest]) {
  const start = (/** @type {string} */ backend) => AppDriver.start(ensureChrome(), { backend });
  return checkTraining(start, newest, `${WORK}/training`);
}

/** With the service worker, which answers. @param {AppDriver} _ @param {[newest: Python, oldest: Python]} pythons */
async function serving(_, pythons) {
  const app = await AppDriver.start(ensureChrome(), { serviceWorkers: 'allow' });
  try {
    return await checkServing(app, pythons, `${WORK}/serving`);
  } finally {
    await app.stop();
  }
}
