/** Python virtual environments with pinned real Keras, made once and kept under `.cache/`. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** @typedef {{ keras: string, tensorflow: string, python: string }} Python path of an environment's Python, and what is in it */

const NEWEST = { keras: '3.15.1', tensorflow: '2.21.0' };
/** The oldest that reads our files. */
const OLDEST = { keras: '3.3.3', tensorflow: '2.16.2' };

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** Bytes. */
const MAX_OUTPUT = 2 ** 28;
const execute = promisify(execFile);

/** @returns {[newest: Python, oldest: Python]} throws with pip's words if one cannot be made */
export function ensureEnvironments() {
  // TensorFlow 2.16 is not built for Python 3.13; its Keras works with the newest one, too.
  const hasOldest = pythonMinor() <= 12;
  const tensorflow = hasOldest ? OLDEST.tensorflow : NEWEST.tensorflow;
  return [ensureEnvironment(NEWEST), ensureEnvironment({ ...OLDEST, tensorflow })];
}

/** @param {{ keras: string, tensorflow: string }} versions @returns {Python} */
function ensureEnvironment({ keras, tensorflow }) {
  const folder = path.resolve('.cache', `venv-keras-${keras}`);
  const bin = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const python = path.join(folder, ...bin);
  const installs = [
    [`tensorflow-cpu==${tensorflow}`, 'h5py==3.14.0'],
    ['--no-deps', `keras==${keras}`],
  ];
  once(folder, installs, () => {
    console.log(`Installing Keras ${keras} with TensorFlow ${tensorflow} …`);
    makeEnvironment(folder);
    for (const packages of installs) install(python, packages);
  });
  return { keras, tensorflow, python };
}

/**
 * Packages in a folder of their own, for PYTHONPATH: what the environments have stays as it is.
 * @param {Python} environment @param {string} name of the folder @param {readonly string[]} packages
 * @returns {string} the folder
 */
export function ensurePackages({ python }, name, packages) {
  const folder = path.resolve('.cache', name);
  once(folder, packages, () => {
    console.log(`Installing ${packages.join(', ')} …`);
    install(python, ['--no-deps', '--target', folder, ...packages]);
  });
  return folder;
}

/** Fills a folder unless it was filled with the same before. @param {string} folder @param {unknown} contents @param {() => void} fill */
function once(folder, contents, fill) {
  const stamp = path.join(folder, 'installed.json');
  const wanted = JSON.stringify(contents);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  fill();
  writeFileSync(stamp, wanted);
}

/** @param {string} python @param {readonly string[]} args of `pip install` */
function install(python, args) {
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...args]);
}

/**
 * Runs a script.
 * @param {string} python @param {string} script path from this folder @param {readonly string[]} args
 * @param {string} [packages] folder of packages that the environment lacks
 * @returns {Promise<string>} what it printed; rejects with the end of what it complained of
 */
export async function runScript(python, script, args, packages) {
  const env = packages ? { ...process.env, PYTHONPATH: packages } : process.env;
  const command = [path.join(HERE, script), ...args];
  try {
    const { stdout } = await execute(python, command, { maxBuffer: MAX_OUTPUT, env });
    return stdout;
  } catch (error) {
    throw failure(python, command, /** @type {Error & { stderr?: string }} */ (error));
  }
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

/** Both TensorFlows are built for the first three. */
function findPython() {
  const names = ['python3.11', 'python3.12', 'python3.10', 'python3.13', 'python3', 'python'];
  return names.find((name) => spawnSync(name, ['--version']).status === 0) ?? 'python3';
}

/** @returns {number} 11 for Python 3.11 */
function pythonMinor() {
  const { stdout } = spawnSync(findPython(), ['--version'], { encoding: 'utf8' });
  return Number(/^Python 3\.(\d+)/.exec(stdout ?? '')?.[1] ?? 11);
}

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT,
  });
  if (status !== 0) throw failure(command, args, { message: error?.message ?? '', stderr });
}

/** @param {string} command @param {readonly string[]} args @param {{ message: string, stderr?: string }} why */
function failure(command, args, { message, stderr }) {
  const words = stderr?.trim().split('\n').slice(-12).join('\n') || message;
  return new Error(`${path.basename(command)} ${args.join(' ')} failed:\n${words}`);
}
