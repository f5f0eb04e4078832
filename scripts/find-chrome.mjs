/**
 * Finds a Chrome or Chromium for the tests, and installs one where it can. As a command it prints the path.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ADVICE =
  'No Chrome or Chromium found: install one, or set CHROME_PATH to the path of its executable.';

/** @returns {string | undefined} path of an executable: CHROME_PATH, the usual places, then Playwright's own */
export function findChrome() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`CHROME_PATH is set to ${chosen}, which cannot be executed.`);
  }
  return usualPlaces().find(isExecutable) ?? [playwrightsOwn()].find(isExecutable);
}

/** @returns {string} as `findChrome`, after installing one if there was none; throws where that fails too */
export function ensureChrome() {
  const found = findChrome();
  if (found) return found;
  for (const install of [installWithPlaywright, installWithApt]) {
    install();
    const installed = findChrome();
    if (installed && starts(installed)) return installed;
  }
  throw new Error(ADVICE);
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') return macPlaces();
  if (process.platform === 'win32') return windowsPlaces();
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function macPlaces() {
  const apps = ['Google Chrome', 'Chromium', 'Google Chrome for Testing'];
  return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
    apps.map((app) => join(folder, `${app}.app`, 'Contents', 'MacOS', app)),
  );
}

function windowsPlaces() {
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
  const programs = [
    ['Google', 'Chrome'],
    ['Chromium', ''],
  ];
  return folders.flatMap((folder) => {
    const base = process.env[folder];
    if (!base) return [];
    return programs.map((program) => join(base, ...program, 'Application', 'chrome.exe'));
  });
}

/** @returns {string} */
function playwrightsOwn() {
  const { chromium } = createRequire(import.meta.url)('playwright');
  return chromium.executablePath();
}

function installWithPlaywright() {
  const cli = createRequire(import.meta.url).resolve('playwright/package.json');
  run(process.execPath, [join(cli, '..', 'cli.js'), 'install', 'chromium']);
}

function installWithApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  if (run('apt-get', ['update'])) run('apt-get', ['install', '-y', 'chromium']);
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

/**
 * Whether the system has the libraries that a freshly downloaded browser needs; asked on Linux only, where they may
 * be missing.
 * @param {string} path
 */
function starts(path) {
  return process.platform !== 'linux' || spawnSync(path, ['--version']).status === 0;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureChrome());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
