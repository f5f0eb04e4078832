/** SavedModels that the app exports, opened by real TensorFlow in every way; each claim is a check. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { attempt, within } from '../check.mjs';
import { arraysDifference, lossesDifference } from '../compare.mjs';
import { runScript } from '../python-env.mjs';
import { describeLesson, exportTo } from './cells.mjs';
import { HEADS } from './heads.mjs';
import { OURS } from './ours.mjs';
import { sameTexts } from './show-text.mjs';
import { checkTensorFlowJs } from './tensorflowjs.mjs';
import { CELL, LESSON } from './workbench.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../python-env.mjs').Python} Python */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */

const LOSSES = 1e-4;
const PREDICTIONS = 1e-5;
/** Cells of lesson 3 that export something, and what they need. */
const LESSON_CELLS = [
  'Train for one epoch',
  'Call it with and without the division',
  'Export with preprocessing',
  'Export with dropout alive',
];
const LESSON_ARTIFACTS = {
  plain: 'serving/fashion/1',
  raw: 'serving/fashion/2',
  careless: 'serving/careless/1',
};

/**
 * @param {AppDriver} app @param {readonly [Python, ...Python[]]} environments
 * @param {string} folder to put the directories into @param {string} theirs exports of TensorFlow's, in the workspace, too
 */
export async function checkOurs(app, environments, folder, theirs) {
  mkdirSync(folder, { recursive: true });
  /** @type {Check[]} */
  const checks = [];
  const made = [
    ...(await exportCases(app, folder, checks)),
    ...(await exportLesson(app, folder, checks)),
  ];
  const parts = await Promise.all([
    ...environments.map((each) =>
      attempt(`TensorFlow ${each.tensorflow} opens the app's exports`, checks, () =>
        opened(each, folder, made),
      ),
    ),
    attempt('app → TensorFlow.js converter', checks, () =>
      checkTensorFlowJs(environments[0], folder, made),
    ),
  ]);
  for (const part of parts) checks.push(...(part ?? []));
  checks.push(...sameTraining(folder, theirs, made));
  checks.push(...(await sameTexts(app, environments[0], folder, 'ours', made)));
  return checks;
}

/** @param {AppDriver} app @param {string} folder @param {Check[]} checks @returns {Promise<string[]>} names of what was made */
async function exportCases(app, folder, checks) {
  const made = [];
  for (const [name, code] of Object.entries(OURS)) {
    const isMade = await attempt(`app exports ${name}`, checks, async () => {
      await app.openLesson(LESSON);
      await app.runCode(CELL, exportTo(code, `ours/${name}`));
      await fetchArtifact(app, `ours/${name}`, `${folder}/${name}`);
      return true;
    });
    if (isMade) made.push(name);
  }
  return made;
}

/** What lesson 3 itself exports. @param {AppDriver} app @param {string} folder @param {Check[]} checks */
async function exportLesson(app, folder, checks) {
  const names = Object.keys(LESSON_ARTIFACTS).map((kind) => `lesson-${kind}`);
  const isMade = await attempt('lesson 3 exports', checks, async () => {
    await app.openLesson(LESSON);
    for (const title of LESSON_CELLS) await app.runCell(title);
    await app.runCode(CELL, describeLesson(LESSON_ARTIFACTS));
    for (const [kind, place] of Object.entries(LESSON_ARTIFACTS)) {
      await fetchArtifact(app, place, `${folder}/lesson-${kind}`);
      await app.writeDirectory(`${folder}/lesson-${kind}`, `ours/lesson-${kind}`);
    }
    return true;
  });
  return isMade ? names : [];
}

/** @param {AppDriver} app @param {string} place in the workspace @param {string} target directory here */
async function fetchArtifact(app, place, target) {
  await app.readDirectory(place, target);
  writeFileSync(`${target}.json`, await app.read(`${place}.json`));
}

/** @param {Python} environment @param {string} folder @param {readonly string[]} names @returns {Promise<Check[]>} */
async function opened({ keras, tensorflow, python }, folder, names) {
  const output = await runScript(python, 'saved-model/check_ours.py', [folder, ...names]);
  /** @type {Record<string, Record<string, { passed: boolean, detail: string }>>} */
  const cases = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  return Object.entries(cases).flatMap(([name, claims]) =>
    Object.entries(claims).map(([claim, { passed, detail }]) => ({
      name: `app → TensorFlow ${tensorflow}, Keras ${keras}, ${name}: ${claim}`,
      passed,
      detail: String(detail),
    })),
  );
}

/** Heads on exports of TensorFlow's: trained as Keras trained them. @param {string} folder @param {string} theirs @param {readonly string[]} made @returns {Check[]} */
function sameTraining(folder, theirs, made) {
  return Object.keys(HEADS)
    .filter((name) => made.includes(name))
    .flatMap((name) => {
      const ours = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
      const keras = JSON.parse(readFileSync(`${theirs}/${name}.json`, 'utf8'));
      const losses = lossesDifference(ours.losses, keras.losses);
      const { outputs } = ours.signatures.serve;
      const predictions = arraysDifference([outputs.output_0], [keras.predictions]);
      const title = `TFSMLayer in the app, ${name}`;
      return [
        within(`${title}: losses as in Keras`, losses, LOSSES),
        within(`${title}: predictions after training`, predictions, PREDICTIONS),
      ];
    });
}
