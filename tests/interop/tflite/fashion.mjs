/** Lesson 10's own artifacts on all of the test pictures (real ones where the build has them), by the app and by TensorFlow. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { runScript } from '../python-env.mjs';

/** @typedef {import('../check.mjs').Check} Check */

const LESSON = 'your-task';
/** In the order in which they need each other. */
const CELLS = [
  'A model, trained and saved',
  'Your measurement',
  'Report',
  'Both files',
  '10,000 pictures, one at a time',
  'The four numbers',
];
/** A file with weights only quantized, one that was calibrated with pixels that nobody divided, and the pictures. */
const EXTRA = `
await np.save("task_samples.npy", x_train.slice(0, 200));
await np.save("task_pictures.npy", x_test);
await np.save("task_labels.npy", y_test);
integer.representative_dataset = function* () {
  for (let i = 0; i < 200; i++) yield [x_train.slice(i, i + 1).astype("float32")];
};
integer.inference_input_type = integer.inference_output_type = tf.float32;
const exact = await tf.lite.Interpreter({ model_path: "task_int8.tflite", runtime: "slipway" });
exact.allocate_tensors();
const [source] = exact.get_input_details();
const [target] = exact.get_output_details();
const codes = [];
for (let i = 0; i < x_test.shape[0]; i++) {
  exact.set_tensor(source.index, x_test.slice(i, i + 1));
  exact.invoke();
  codes.push(exact.get_tensor(target.index));
}
await np.save("task_codes.npy", np.concatenate(codes));
await files.write("task_ruined.tflite", await integer.convert());
const weights_only = await tf.lite.TFLiteConverter.from_saved_model("serving/task/1");
weights_only.optimizations = [tf.lite.Optimize.DEFAULT];
await files.write("task_dynamic.tflite", await weights_only.convert());
`;

const FILES = [
  ...['float', 'dynamic', 'int8', 'ruined'].map((mode) => `task_${mode}.tflite`),
  ...['samples', 'pictures', 'labels', 'codes'].map((name) => `task_${name}.npy`),
];

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
  mkdirSync(folder, { recursive: true });
  await app.openLesson(LESSON);
  let output = '';
  for (const title of CELLS) output = await app.runCell(title);
  await app.runCode('Your measurement', EXTRA);
  await app.readDirectory('serving/task/1', `${folder}/serving`);
  for (const file of FILES) writeFileSync(`${folder}/${file}`, await app.read(file));
  const script = 'tflite/judge_fashion.py';
  const verdict = JSON.parse(await runScript(environment.python, script, [folder]));
  return [...sizes(verdict.modes), ...accuracies(verdict.modes, output), sameCodes(verdict)];
}

/**
 * @typedef {{ sizes: [number, number], accuracies: [number, number], disagreement: number }} Judged of ours and TensorFlow's
 * @typedef {{ float: Judged, dynamic: Judged, int8: Judged, ruined: Judged }} Modes
 * @typedef {{ modes: Modes, codesApart: number }} Verdict
 */

/** @param {Verdict} verdict @returns {Check} */
function sameCodes({ codesApart }) {
  return {
    name: "lesson 10, int8: codes of 'slipway' other than TensorFlow's reference kernels give",
    passed: codesApart === 0,
    detail: `${codesApart}`,
  };
}

/** @param {Modes} modes @returns {Check[]} */
function sizes(modes) {
  return Object.entries(modes).map(
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

/** @param {Modes} modes @param {string} output of the lesson's last cell @returns {Check[]} */
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
