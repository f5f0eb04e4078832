/** Lesson 10's own artifacts on all of Fashion-MNIST, by the app and by TensorFlow. */
import { existsSync, writeFileSync } from 'node:fs';
import { runScript } from '../python-env.mjs';

/** @typedef {import('../check.mjs').Check} Check */

const LESSON = 'your-task';
const DATA = 'public/data/fashion-mnist';
/** In the order in which they need each other. */
const CELLS = [
  'A model, trained and saved',
  'Your measurement',
  'Report',
  'Both files',
  '10,000 pictures, one at a time',
  'The four numbers',
];
/** A file with weights only quantized, and one that was calibrated with pixels that nobody divided. */
const EXTRA = `
integer.representative_dataset = function* () {
  for (let i = 0; i < 200; i++) yield [x_train.slice(i, i + 1).astype("float32")];
};
integer.inference_input_type = integer.inference_output_type = tf.float32;
await files.write("task_ruined.tflite", await integer.convert());
const weights_only = await tf.lite.TFLiteConverter.from_saved_model("serving/task/1");
weights_only.optimizations = [tf.lite.Optimize.DEFAULT];
await files.write("task_dynamic.tflite", await weights_only.convert());
`;

/** Of TensorFlow's file with equal settings. */
const SIZE_TOLERANCE = 0.02;
const ACCURACY_LOSS = 0.003;
const DISAGREEMENT = 0.001;

/**
 * @param {import('../app-driver.mjs').AppDriver} app @param {import('../python-env.mjs').Python} environment
 * @param {string} folder to work in
 * @returns {Promise<Check[]>}
 */
export async function checkTask(app, environment, folder) {
  if (!existsSync(`${DATA}/t10k-images-idx3-ubyte.gz`))
    return [{ name: 'lesson 10 on Fashion-MNIST', passed: false, detail: `no data in ${DATA}` }];
  await app.openLesson(LESSON);
  let output = '';
  for (const title of CELLS) output = await app.runCell(title);
  await app.runCode('Your measurement', EXTRA);
  await app.readDirectory('serving/task/1', `${folder}/serving`);
  for (const mode of ['float', 'dynamic', 'int8', 'ruined'])
    writeFileSync(`${folder}/task_${mode}.tflite`, await app.read(`task_${mode}.tflite`));
  const verdict = JSON.parse(
    await runScript(environment.python, 'tflite/judge_fashion.py', [folder, DATA]),
  );
  return [...sizes(verdict), ...accuracies(verdict, output)];
}

/**
 * @typedef {{ sizes: [number, number], accuracies: [number, number], disagreement: number }} Judged of ours and TensorFlow's
 * @typedef {{ float: Judged, dynamic: Judged, int8: Judged, ruined: Judged }} Verdict
 */

/** @param {Verdict} verdict @returns {Check[]} */
function sizes(verdict) {
  return Object.entries(verdict).map(
    ([
      mode,
      {
        sizes: [ours, theirs],
      },
    ]) => ({
      name: `lesson 10, ${mode}: size within ${100 * SIZE_TOLERANCE} % of TensorFlow's`,
      passed: Math.abs(ours / theirs - 1) <= SIZE_TOLERANCE,
      detail: `${ours} and ${theirs} bytes`,
    }),
  );
}

/** @param {Verdict} verdict @param {string} output of the lesson's last cell @returns {Check[]} */
function accuracies({ float, int8, ruined }, output) {
  const loss = float.accuracies[0] - int8.accuracies[0];
  const said = Number(/int8 accuracy: +(\d\.\d+)/.exec(output)?.[1]);
  return [
    {
      name: 'lesson 10, int8: accuracy beside float',
      passed: loss <= ACCURACY_LOSS,
      detail: `${int8.accuracies[0]} and ${float.accuracies[0]}`,
    },
    {
      name: "lesson 10, int8: pictures with another answer than TensorFlow's file gives",
      passed: int8.disagreement <= DISAGREEMENT,
      detail: `${(100 * int8.disagreement).toFixed(3)} %`,
    },
    {
      name: "lesson 10, int8: the page's accuracy is TensorFlow's of the same file",
      passed: Math.abs(said - int8.accuracies[0]) <= DISAGREEMENT,
      detail: `${said} and ${int8.accuracies[0]}`,
    },
    {
      name: 'lesson 10, calibrated with 0 to 255: as bad as what TensorFlow makes of it',
      passed: Math.abs(ruined.accuracies[0] - ruined.accuracies[1]) <= DISAGREEMENT,
      detail: ruined.accuracies.join(' and '),
    },
  ];
}
