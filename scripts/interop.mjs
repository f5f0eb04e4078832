/**
 * `.keras` files and SavedModels across the border between the built app and real Keras, both ways; see tests/interop/README.md.
 * Ends with one line that counts the checks. Builds the app first, unless `--no-build`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { AppDriver } from '../tests/interop/app-driver.mjs';
import { checkFashion, checkOurs, checkTheirs } from '../tests/interop/checks.mjs';
import * as savedModel from '../tests/interop/saved-model/checks.mjs';
import { ensureEnvironment, KERAS_VERSIONS, runScript } from '../tests/interop/python-env.mjs';
import { ensureChrome } from './find-chrome.mjs';
import { summary } from './test-steps/tally.mjs';

const WORK = '.cache/interop';

/** @typedef {import('../tests/interop/checks.mjs').Check} Check */

/** @type {Check[]} */
const checks = [];
try {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  if (!process.argv.includes('--no-build')) build();
  const environments = KERAS_VERSIONS.map((version) => {
    const python = ensureEnvironment(version);
    const reference = `${WORK}/keras-${version}`;
    runScript(python, 'write_reference.py', [reference]);
    return { version, python, reference };
  });
  const app = await AppDriver.start(ensureChrome());
  try {
    for (const environment of environments) checks.push(...(await checkTheirs(app, environment)));
    checks.push(...(await checkOurs(app, environments, `${WORK}/ours`)));
    checks.push(...(await checkFashion(app, environments, `${WORK}/fashion`)));
    checks.push(...(await savedModel.checkOurs(app, environments, `${WORK}/saved-model/ours`)));
    const theirs = savedModel.writeReference(environments[0], `${WORK}/saved-model/theirs`);
    checks.push(...(await savedModel.checkTheirs(app, environments[0], theirs)));
  } finally {
    await app.stop();
  }
} catch (error) {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  checks.push({ name: 'the interop test itself', passed: false, detail });
}

for (const { name, passed, detail } of checks) {
  console.log(`${passed ? '✓' : '✗'} ${name.padEnd(64)} ${detail}`);
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
