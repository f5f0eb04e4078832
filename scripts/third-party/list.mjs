/** The packages in the built app, and what each asks to be said about it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RECORD } from './record-plugin.mjs';

/** @typedef {{ name: string, version: string, licence: string, home: string }} Bundled */
/** @typedef {{ name: string, version: string, license?: string, homepage?: string, repository?: string | { url: string } }} PackageJson */

/** What a package brings along without being listed by npm. @type {readonly Bundled[]} */
const INSIDE_OTHERS = [
  {
    name: 'TypeScript, inside monaco-editor',
    version: '5.9.3',
    licence: 'Apache-2.0',
    home: 'https://www.typescriptlang.org',
  },
  {
    name: 'HDF5, inside h5wasm',
    version: '',
    licence: 'BSD-3-Clause, The HDF Group',
    home: 'https://www.hdfgroup.org/solutions/hdf5/',
  },
];

/** @param {string} root the repository's folder, after a build @returns {Bundled[]} sorted by name */
export function listBundled(root) {
  /** @type {string[]} */
  const folders = JSON.parse(readFileSync(path.join(root, RECORD), 'utf8'));
  const packages = folders.map((folder) =>
    describe(JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))),
  );
  return [...packages, ...INSIDE_OTHERS].sort((a, b) => (label(a) < label(b) ? -1 : 1));
}

/** @param {readonly Bundled[]} list */
export function renderList(list) {
  const rows = list.map(
    ({ name, version, licence, home }) =>
      `| ${home ? `[${name}](${home})` : name} | ${version} | ${licence} |`,
  );
  return [
    '# Third-party software',
    '',
    'The built app contains these packages. Made by `node scripts/third-party.mjs` after a build; do not edit.',
    '',
    '| Package | Version | Licence |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** @param {PackageJson} about @returns {Bundled} */
export function describe({ name, version, license = 'unknown', homepage, repository = '' }) {
  const source = typeof repository === 'string' ? repository : repository.url;
  const home = toWebAddress(homepage ?? source);
  const licence = license.startsWith('SEE LICENSE') ? 'see its LICENSE.txt' : license;
  return { name, version, licence, home };
}

/** @param {string} address of a repository, in any of npm's notations */
function toWebAddress(address) {
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(address);
  if (short) return `https://github.com/${short[1]}`;
  return address
    .replace(/^git\+/, '')
    .replace(/^git:\/\//, 'https://')
    .replace(/^(?:ssh:\/\/)?git@github\.com[:/]/, 'https://github.com/')
    .replace(/\.git$/, '');
}

/** @param {Bundled} bundled */
function label({ name, version }) {
  return `${name} ${version}`;
}
