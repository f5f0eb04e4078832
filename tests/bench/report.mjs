/** Results of a machine as files: JSON, which the Device lab shows, and the same as a text to read. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform } from 'node:os';

/** @typedef {import('../../src/protocol/lab').LabReport} LabReport */
/** @typedef {import('../../src/protocol/lab').LabRow} LabRow */
/** @typedef {LabReport & { tables?: Record<string, readonly string[]> }} Results with lines of the other parts, by part */

const FOLDER = 'tests/bench/results';
const TITLES = {
  calibration: 'The bare machine',
  mlp: 'An epoch of lesson 1, 784-256-10, 422 batches of 128',
  cnn: 'An epoch of a CNN, 16c3-pool-32c3-pool-dense, 422 batches of 128',
  float32: '10,000 images one by one, float32',
  dynamic: '10,000 images one by one, dynamic range',
  int8: '10,000 images one by one, full integer',
};

export class ResultFile {
  #name;
  /** @type {Results | undefined} */
  #results;

  /** @param {string} name of the machine, as a file is named */
  constructor(name) {
    this.#name = name;
    const path = `${FOLDER}/${name}.json`;
    this.#results = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  }

  /** Takes the place of older rows of the same sections. @param {LabReport} report @param {string} words about the machine */
  putRows(report, words) {
    const fresh = new Set(report.rows.map(({ section }) => section));
    const older = this.#results?.rows.filter(({ section }) => !fresh.has(section)) ?? [];
    const order = Object.keys(TITLES);
    const rows = [...older, ...report.rows].sort(
      (a, b) => order.indexOf(a.section) - order.indexOf(b.section),
    );
    const tables = this.#results?.tables ?? {};
    this.#results = { ...report, name: words, commit: commit(), rows, tables };
  }

  /** Lines of another part; only beside rows of the same machine. @param {string} part @param {readonly string[]} lines */
  putTable(part, lines) {
    if (this.#results) {
      this.#results = { ...this.#results, tables: { ...this.#results.tables, [part]: lines } };
    }
  }

  /** @returns {string[]} the paths, none when there is nothing */
  write() {
    if (!this.#results) return [];
    mkdirSync(FOLDER, { recursive: true });
    const base = `${FOLDER}/${this.#name}`;
    writeFileSync(`${base}.json`, `${JSON.stringify(this.#results, undefined, 2)}\n`);
    writeFileSync(`${base}.md`, `${asText(this.#results).join('\n')}\n`);
    return [`${base}.json`, `${base}.md`];
  }
}

/** @param {Results} results @returns {string[]} */
export function asText({ name, machine, date, commit, rows, tables = {} }) {
  const { browser, cores, isIsolated, simd, adapter } = machine;
  const isolation = isIsolated ? 'isolated' : 'not isolated';
  const facts = [browser, `${cores} cores`, simd, isolation, adapter || 'no WebGPU'].join('; ');
  const lines = [`# ${name}`, '', `${facts}; ${date.slice(0, 10)}, commit ${commit}.`];
  for (const [section, title] of Object.entries(TITLES)) {
    const own = rows.filter((row) => row.section === section);
    if (own.length > 0) lines.push('', `## ${title}`, '', ...rowLines(own));
  }
  for (const [part, text] of Object.entries(tables)) {
    lines.push('', `## ${part}`, '', '```', ...text, '```');
  }
  return lines;
}

/** @param {readonly LabRow[]} rows @returns {string[]} a table in Markdown */
export function rowLines(rows) {
  const peers = rows.filter(({ kind, unit }) => kind === 'tfjs' && unit === 's');
  const fastest = Math.min(...peers.map(({ value }) => value ?? Infinity));
  return [
    '| what | median | least to most | TensorFlow.js takes | note |',
    '|---|--:|--:|--:|---|',
    ...rows.map(({ what, value, least, most, unit, note: words = '' }) => {
      const note = words.replaceAll('|', '\\|');
      if (value === undefined) return `| ${what} | – | | | ${note} |`;
      const ratio =
        unit === 's' && Number.isFinite(fastest) ? `${(fastest / value).toFixed(2)}x` : '';
      return `| ${what} | ${value} ${unit} | ${least} to ${most} | ${ratio} | ${note} |`;
    }),
  ];
}

/** `2 cores, Intel Xeon …, linux`. */
export function machineWords() {
  const processors = cpus();
  return `${processors.length} cores, ${processors[0]?.model ?? 'unknown'}, ${platform()}`;
}

function commit() {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  return stdout?.trim() || 'unknown';
}
