/**
 * Times of the app: the vitest benchmarks beside the code, then the built app beside TensorFlow (tests/bench). Builds the
 * app first, unless `--no-build`; `--only engine`, `--only tflite` or `--only serving` runs one part.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { benchServing } from '../tests/bench/serving.mjs';
import { benchTflite } from '../tests/bench/tflite.mjs';
import { AppDriver } from '../tests/interop/app-driver.mjs';
import { ensureEnvironments } from '../tests/interop/python-env.mjs';
import { ensureChrome } from './find-chrome.mjs';

const at = process.argv.indexOf('--only');
const only = at > 0 ? process.argv[at + 1] : undefined;

const processors = cpus();
console.log(
  `${processors.length} cores, ${processors[0]?.model ?? 'unknown'}, Node ${process.version}`,
);
if (only === undefined || only === 'engine') {
  node(['node_modules/vitest/vitest.mjs', 'bench', '--run', '--project', 'browser']);
}
if (only !== 'engine') await benchApp();

async function benchApp() {
  if (!process.argv.includes('--no-build')) node(['node_modules/vite/bin/vite.js', 'build']);
  const [newest] = ensureEnvironments();
  const app = await AppDriver.start(ensureChrome(), { serviceWorkers: 'allow' });
  try {
    for (const [name, part] of Object.entries({ tflite: benchTflite, serving: benchServing })) {
      if (only !== undefined && only !== name) continue;
      const lines = await part(app, newest, `.cache/bench/${name}`);
      console.log(['', ...lines].join('\n'));
    }
  } finally {
    await app.stop();
  }
}

/** @param {readonly string[]} command arguments for Node */
function node(command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command.join(' ')} failed.`);
}
