/** Runs one step of the tests and counts what it ran. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { reportPath } from './steps.mjs';
import { readPlaywrightReport, readVitestReport } from './tally.mjs';

const READERS = { vitest: readVitestReport, playwright: readPlaywrightReport };

/**
 * @param {import('./steps.mjs').Step} step
 * @param {Record<string, string>} env added to our own
 * @returns {Promise<import('./tally.mjs').Tally>} a failure that no test shows counts as one failed test
 */
export async function runStep(step, env) {
  const report = reportPath(step.name);
  rmSync(report, { force: true });
  const succeeded = await runAll(step.commands, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  const tally =
    step.report && existsSync(report)
      ? READERS[step.report](JSON.parse(readFileSync(report, 'utf8')))
      : { passed: 0, failed: 0 };
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** A port that nobody listens on. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** @param {import('./steps.mjs').Step['commands']} commands @param {Record<string, string>} env */
async function runAll(commands, env) {
  for (const command of commands) {
    if ((await run(command, env)) !== 0) return false;
  }
  return true;
}

/**
 * @param {readonly string[]} command arguments for Node
 * @param {Record<string, string>} env
 * @returns {Promise<number | null>} exit status
 */
function run(command, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
