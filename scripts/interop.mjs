/**
 * `.keras` files, SavedModels and `.tflite` files across the border between the built app and real Keras, both ways; see tests/interop/README.md.
 * Ends with one line that counts the checks. Builds the app first, unless `--no-build`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { AppDriver } from '../tests/interop/app-driver.mjs';
import { checkFashion, checkOurs, checkTheirs } from '../tests/interop/checks.mjs';
import { ensureEnvironments, runScript } from '../tests/interop/python-env.mjs';
import { checkSavedModels } from '../tests/interop/saved-model/checks.mjs';
import { checkTflite } from '../tests/interop/tflite/checks.mjs';
import { checkTask } from '../tests/interop/tflite/fashion.mjs';
import { ensureChrome } from './find-chrome.mjs';
import { summary } from './test-steps/tally.mjs';

const WORK = '.cache/interop';

/** @typedef {import('../tests/interop/check.mjs').Check} Check */

/** @type {Check[]} */
const checks = [];
try {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  if (!process.argv.includes('--no-build')) build();
  const pythons = ensureEnvironments();
  const environments = await Promise.all(
    pythons.map(async (environment) => {
      const reference = `${WORK}/keras-${environment.keras}`;
      await runScript(environment.python, 'write_reference.py', [reference]);
      return { ...environment, reference };
    }),
  );
  const app = await AppDriver.start(ensureChrome());
  try {
    for (const environment of environments) checks.push(...(await checkTheirs(app, environment)));
    checks.push(...(await checkOurs(app, environments, `${WORK}/ours`)));
    checks.push(...(await checkFashion(app, environments, `${WORK}/fashion`)));
    checks.push(...(await checkSavedModels(app, pythons, `${WORK}/saved-model`)));
    checks.push(...(await checkTflite(app, pythons[0], `${WORK}/tflite`)));
    checks.push(...(await checkTask(app, pythons[0], `${WORK}/task`)));
  } finally {
    await app.stop();
  }
} catch (error) {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  checks.push({ name: 'the interop test itself', passed: false, detail });
}

for (const { name, passed, detail } of checks) {
  console.log(`${passed ? '✓' : '✗'} ${name.padEnd(88)} ${detail}`);
}
const failed = checks.filter(({ passed }) => !passed).length;
console.log(summary({ passed: checks.length - failed, failed }));
process.exitCode = failed > 0 ? 1 : 0;

function build() {
  const steps = [['scripts/data.mjs'], ['node_modules/vite/bin/vite.js', 'build']];
  for (const step of steps) {
    const { status } = spawnSync(process.execPath, step, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${step.join(' ')} failed.`);
  }
}
