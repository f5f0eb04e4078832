/**
 * The one test command: data, types, lint, unit and browser tests, build, licences, end-to-end tests. Ends with one
 * line that counts the tests of all runners; a failed step that runs no tests counts as one failed test.
 *
 * `--only unit,e2e` runs just these steps; `e2e` and `long` alone take the `dist` that is there.
 */
import { parseArgs } from 'node:util';
import { ensureChrome } from './find-chrome.mjs';
import { addTallies, summary } from './test-steps/tally.mjs';
import { STEPS } from './test-steps/steps.mjs';
import { freePort, runStep } from './test-steps/run-step.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = values.only?.split(',');
const unknown = chosen?.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown?.length) {
  console.error(
    `No such step: ${unknown.join(', ')}. Steps: ${STEPS.map((s) => s.name).join(', ')}.`,
  );
  process.exit(2);
}

const steps = STEPS.filter(({ name, onRequest }) => (chosen ? chosen.includes(name) : !onRequest));
const failed = new Set();
let total = { passed: 0, failed: 0 };
for (const step of steps) {
  if (step.needs && failed.has(step.needs)) {
    console.log(`\n— ${step.name}: left out, since ${step.needs} failed`);
    continue;
  }
  const tally = await attempt(step);
  total = addTallies(total, tally);
  if (tally.failed > 0) failed.add(step.name);
}
if (failed.size > 0) console.log(`\nFailed: ${[...failed].join(', ')}`);
console.log(summary(total));
process.exitCode = total.failed > 0 ? 1 : 0;

/** @param {import('./test-steps/steps.mjs').Step} step */
async function attempt(step) {
  console.log(`\n— ${step.name}`);
  try {
    const env = step.browser ? await browserEnvironment() : {};
    return await runStep(step, env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

/** @returns {Promise<Record<string, string>>} */
async function browserEnvironment() {
  return { CHROME_PATH: ensureChrome(), E2E_PORT: String(await freePort()) };
}
