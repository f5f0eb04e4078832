/** Rounds of the Device lab and of the peers outside of the app, turn and turn about. */
import { readFileSync } from 'node:fs';
import { runScript } from '../interop/python-env.mjs';

/** @typedef {import('../../src/protocol/lab').LabReport} LabReport */
/** @typedef {import('../../src/protocol/lab').LabRow} LabRow */
/** @typedef {import('../../src/protocol/lab').LabSection} LabSection */
/** @typedef {{ python: string, keras: string, tensorflow: string }} Environment */
/** @typedef {import('./lab-page.mjs').LabPage} LabPage */

const STEPS = 422;
/** Seconds for a row in a round. */
const PATIENCE = 2;
const JAX_VERSION = JSON.parse(
  readFileSync('node_modules/@jax-js/jax/package.json', 'utf8'),
).version;

/**
 * @param {LabPage} page
 * @param {Environment} environment
 * @param {readonly LabSection[]} sections
 * @param {number} rounds
 * @returns {Promise<LabReport>} medians over the rounds, the peers' rows among them
 */
export async function measureRounds(page, environment, sections, rounds) {
  /** @type {LabReport[]} */
  const reports = [];
  for (let round = 1; round <= rounds; round++) {
    console.log(`round ${round} of ${rounds} …`);
    const report = await page.round(sections, PATIENCE);
    const peers = [
      ...(await kerasRows(environment, sections)),
      ...(await jaxRows(page, sections)),
      ...(await nativeRows(environment, sections)),
    ];
    reports.push({ ...report, rows: [...report.rows, ...peers] });
  }
  const last = reports.at(-1);
  if (!last) throw new Error('There were no rounds.');
  return { ...last, rows: last.rows.map((row) => overRounds(row, reports)) };
}

/** @param {Environment} environment @param {readonly LabSection[]} sections */
async function kerasRows({ python, keras, tensorflow }, sections) {
  const models = sections.filter((section) => section === 'mlp' || section === 'cnn');
  if (models.length === 0) return [];
  const times = JSON.parse(await runScript(python, '../bench/train_times.py', models));
  return models.map((section) =>
    peerRow(section, 'Keras, native', times[section], `Keras ${keras}, TensorFlow ${tensorflow}`),
  );
}

/** @param {LabPage} page @param {readonly LabSection[]} sections */
async function jaxRows(page, sections) {
  if (!sections.includes('mlp')) return [];
  const step = await page.jaxStep(PATIENCE);
  const note = `jax-js ${JAX_VERSION}, isolated, without dropout`;
  return [peerRow('mlp', 'jax-js WASM', STEPS * step, note)];
}

/** @param {Environment} environment @param {readonly LabSection[]} sections */
async function nativeRows({ python, tensorflow }, sections) {
  const kinds = sections.filter((section) => ['float32', 'dynamic', 'int8'].includes(section));
  if (kinds.length === 0) return [];
  const times = JSON.parse(await runScript(python, '../bench/native_times.py', []));
  const note = `TensorFlow ${tensorflow}, 1 thread, its own converter`;
  return kinds.map((section) => peerRow(section, 'tf.lite in Python', times[section], note));
}

/** @param {LabSection} section @param {string} what @param {number} value seconds @param {string} note @returns {LabRow} */
function peerRow(section, what, value, note) {
  return { section, what, unit: 's', kind: 'peer', value, rounds: 1, note };
}

/** @param {LabRow} row @param {readonly LabReport[]} reports @returns {LabRow} */
function overRounds(row, reports) {
  const all = reports.flatMap(({ rows }) =>
    rows.filter(({ section, what }) => section === row.section && what === row.what),
  );
  const measured = all.filter(({ value }) => value !== undefined);
  const values = measured.map(({ value }) => value ?? NaN).sort((a, b) => a - b);
  if (values.length === 0) return row;
  const { note } = measured[0] ?? row;
  const { section, what, unit, kind } = row;
  const value = round(values[values.length >> 1]);
  const [least, most] = [round(values[0]), round(values.at(-1))];
  return { section, what, unit, kind, value, least, most, rounds: values.length, note };
}

/** To four digits. @param {number | undefined} value */
function round(value) {
  return Number((value ?? NaN).toPrecision(4));
}
