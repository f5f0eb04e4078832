/**
 * Times of the built app beside its peers, turn and turn about in one run: the Device lab with native Keras, jax-js and
 * TensorFlow's interpreter; conversion; served requests. Builds the app first, unless `--no-build`.
 *
 * `--only train`, `tflite`, `serving` or `start` runs one part; `--rounds 5` takes more time and gives better medians;
 * `--name two-cores` is what the files in tests/bench/results are called, and where the older of them go on;
 * `--gpu` has the browser take the machine's GPU by Vulkan, where otherwise a WebGPU adapter is software.
 */
import { spawnSync } from 'node:child_process';
import { benchFirstLoss } from '../tests/bench/first-loss.mjs';
import { LabPage } from '../tests/bench/lab-page.mjs';
import { measureRounds } from '../tests/bench/machine-rounds.mjs';
import { asText, machineWords, ResultFile } from '../tests/bench/report.mjs';
import { benchServing } from '../tests/bench/serving.mjs';
import { benchTflite } from '../tests/bench/tflite.mjs';
import { AppDriver } from '../tests/interop/app-driver.mjs';
import { ensureEnvironments } from '../tests/interop/python-env.mjs';
import { ensureChrome } from './find-chrome.mjs';

const PARTS = ['train', 'tflite', 'serving', 'start'];
const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
const REAL_GPU = ['--enable-unsafe-webgpu', '--use-angle=vulkan', '--ignore-gpu-blocklist'];

const only = option('--only');
if (only !== undefined && !PARTS.includes(only)) {
  throw new Error(`--only takes ${PARTS.join(', ')}.`);
}
const rounds = Number(option('--rounds') ?? 3);
const flags = [
  ...(process.argv.includes('--gpu') ? REAL_GPU : SOFTWARE_GPU),
  '--enable-features=Vulkan',
];
const chrome = ensureChrome();
const [newest] = ensureEnvironments();
const results = new ResultFile(option('--name') ?? 'this-machine');

console.log(machineWords());
if (!process.argv.includes('--no-build')) node(['node_modules/vite/bin/vite.js', 'build']);
if (isWanted('train') || isWanted('tflite')) await benchLab();
if (isWanted('tflite')) await benchApp('Conversion', '.cache/bench/tflite', benchTflite);
if (isWanted('serving')) await benchApp('Served requests', '.cache/bench/serving', benchServing);
if (isWanted('start')) print('Start', await benchFirstLoss(chrome, flags));
for (const path of results.write()) console.log(`written: ${path}`);

async function benchLab() {
  const sections = /** @type {import('../src/protocol/lab').LabSection[]} */ ([
    'calibration',
    ...(isWanted('train') ? ['mlp', 'cnn'] : []),
    ...(isWanted('tflite') ? ['float32', 'dynamic', 'int8'] : []),
  ]);
  const page = await LabPage.start(chrome, flags);
  try {
    const report = await measureRounds(page, newest, sections, rounds);
    const named = { ...report, name: machineWords() };
    results.putRows(named, machineWords());
    console.log(['', ...asText({ ...named, commit: 'this one' })].join('\n'));
  } finally {
    await page.stop();
  }
}

/**
 * @param {string} title
 * @param {string} folder to work in
 * @param {typeof benchTflite} part
 */
async function benchApp(title, folder, part) {
  const app = await AppDriver.start(chrome, { serviceWorkers: 'allow' });
  try {
    print(title, await part(app, newest, folder));
  } finally {
    await app.stop();
  }
}

/** @param {string} title @param {readonly string[]} lines */
function print(title, lines) {
  console.log(['', ...lines].join('\n'));
  results.putTable(title, lines);
}

/** @param {string} part */
function isWanted(part) {
  return only === undefined || only === part;
}

/** @param {string} name @returns {string | undefined} what stands behind it */
function option(name) {
  const at = process.argv.indexOf(name);
  return at > 0 ? process.argv[at + 1] : undefined;
}

/** @param {readonly string[]} command arguments for Node */
function node(command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command.join(' ')} failed.`);
}
