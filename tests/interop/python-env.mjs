/** Python virtual environments with pinned real Keras, made once and kept under `.cache/`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest, and the oldest that reads our files. */
export const KERAS_VERSIONS = ['3.15.1', '3.3.3'];

const HERE = path.dirname(fileURLToPath(import.meta.url));

/**
 * pip's arguments, one call after the other. This TensorFlow asks for a newer Keras than 3.3.3, but works with it.
 * @param {string} version
 */
const installs = (version) => [
  ['tensorflow-cpu==2.21.0', 'h5py==3.14.0'],
  ['--no-deps', `keras==${version}`],
];

/**
 * @param {string} version of Keras
 * @returns {string} path of the environment's Python; throws with pip's words if it cannot be made
 */
export function ensureEnvironment(version) {
  const folder = path.resolve('.cache', `venv-keras-${version}`);
  const stamp = path.join(folder, 'installed.json');
  const wanted = JSON.stringify(installs(version));
  const bin = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const python = path.join(folder, ...bin);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  console.log(`Installing Keras ${version} …`);
  rmSync(folder, { recursive: true, force: true });
  makeEnvironment(folder);
  for (const packages of installs(version)) {
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  }
  writeFileSync(stamp, wanted);
  return python;
}

/**
 * Runs one of the scripts beside this file.
 * @param {string} python @param {string} script @param {readonly string[]} args
 * @returns {string} what it printed
 */
export function runScript(python, script, args) {
  return run(python, [path.join(HERE, script), ...args]);
}

/** @param {string} folder */
function makeEnvironment(folder) {
  const python = findPython();
  if (spawnSync(python, ['-m', 'venv', folder]).status === 0) return;
  // Debian ships Python without what `venv` needs.
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', 'python3', 'python3-venv'], { stdio: 'ignore' });
  }
  run(findPython(), ['-m', 'venv', folder]);
}

/** TensorFlow 2.21 is built for these. */
function findPython() {
  const names = ['python3.11', 'python3.12', 'python3.13', 'python3.10', 'python3', 'python'];
  return names.find((name) => spawnSync(name, ['--version']).status === 0) ?? 'python3';
}

/** @param {string} command @param {readonly string[]} args @returns {string} */
function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return stdout;
  const words = error?.message ?? stderr.trim().split('\n').slice(-12).join('\n');
  throw new Error(`${path.basename(command)} ${args.join(' ')} failed:\n${words}`);
}
