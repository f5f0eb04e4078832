/** Lesson 4 from its top to its end, and TensorFlow's judgement of what its server answered. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { runScript } from '../python-env.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../python-env.mjs').Python} Python */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */

export const LESSON = 'tensorflow-serving';
/** For scripts of the tests' own. */
export const SHELL_CELL = 'Stop the server';
const CELL = 'Call it from a program';

/** Starts a container `interop` on both ports. @param {AppDriver} app @param {readonly string[]} rest of the line */
export async function startServer(app, rest) {
  await app.runCode(
    SHELL_CELL,
    `docker rm -f interop > /dev/null 2>&1
docker run -t --rm --name interop -p 8501:8501 -p 8500:8500 ${rest.join(' ')}`,
  );
}

/** Asks every way there is and keeps the answers; `x` is what the first 20 pictures of the test set are. */
const ASK = `
const pictures = x_test.slice(0, 20);
const scaled = pictures.astype("float32").div(255);
const answers = {};
for (const [key, payload] of Object.entries({
  rows: { instances: scaled.tolist() },
  columns: { inputs: scaled.tolist() },
  raw: { signature_name: "serve_raw", instances: pictures.tolist() },
})) {
  const response = await fetch("http://localhost:8501/v1/models/fashion:predict", {
    method: "POST",
    body: JSON.stringify(payload),
  });
  const answer = await response.json();
  answers[key] = answer.predictions ?? answer.outputs;
}
await files.write("answers.json", JSON.stringify(answers));
await np.save("pictures.npy", pictures);`;

/** @param {AppDriver} app @param {Python} python @param {string} folder @returns {Promise<Check[]>} */
export async function checkLesson(app, { python, tensorflow }, folder) {
  mkdirSync(folder, { recursive: true });
  await app.openLesson(LESSON);
  for (const title of ['Train and export version 1', 'Start the server', 'Is it up?']) {
    await app.runCell(title);
  }
  await app.runCode(CELL, ASK);
  for (const file of ['answers.json', 'pictures.npy']) {
    writeFileSync(`${folder}/${file}`, await app.read(file));
  }
  await app.readDirectory('serving/fashion/1', `${folder}/1`);
  const difference = Number(await runScript(python, 'serving/judge_lesson.py', [folder]));
  return [
    {
      name: `server → TensorFlow ${tensorflow}: lesson 4's model, by rows, by columns, raw`,
      passed: difference <= 1e-5,
      detail: difference.toExponential(1),
    },
  ];
}
