/** gRPC-Web: messages that Python's tensorflow-serving-api makes, answered by the app's server, and read by it again. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { runScript } from '../python-env.mjs';
import { SHELL_CELL, startServer } from './lesson.mjs';

/** @typedef {import('../check.mjs').Check} Check */
/** @typedef {import('../python-env.mjs').Python} Python */
/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */

const FIXTURES = 'tests/fixtures/serving';
const MODELS = ['half_plus_two', 'echo_four', 'flatten'];

/**
 * @param {AppDriver} app @param {Python} environment @param {string} packages folder @param {string} folder
 * @returns {Promise<Check[]>}
 */
export async function checkMessages(app, { python }, packages, folder) {
  mkdirSync(folder, { recursive: true });
  for (const model of MODELS)
    await app.writeDirectory(`${FIXTURES}/${model}`, `messages/${model}/1`);
  const models = MODELS.map(
    (model) =>
      `config { name: '${model}' base_path: '/models/${model}' model_platform: 'tensorflow' }`,
  );
  await app.write(
    'messages/models.config',
    Buffer.from(`model_config_list { ${models.join(' ')} }`),
  );
  await startServer(app, [
    '-v "$PWD/messages:/models" tensorflow/serving --model_config_file=/models/models.config',
  ]);
  await runScript(python, 'serving/messages.py', ['write', FIXTURES, folder], packages);
  const requests = readdirSync(folder).filter((file) => file.endsWith('.request'));
  for (const file of requests) {
    const [, method] = file.split('-');
    const { body } = await app.fetchBytes(
      `http://localhost:8500/tensorflow.serving.PredictionService/${method?.replace('.request', '')}`,
      { 'content-type': 'application/grpc-web+proto', 'x-grpc-web': '1' },
      frame(readFileSync(`${folder}/${file}`)),
    );
    writeFileSync(`${folder}/${file.replace('.request', '.response')}`, body);
  }
  await app.runCode(SHELL_CELL, 'docker stop interop && rm -r messages');
  const judged = await runScript(
    python,
    'serving/messages.py',
    ['check', FIXTURES, folder],
    packages,
  );
  /** @type {{ name: string, detail: string, passed: boolean }[]} */
  const results = JSON.parse(judged);
  return results.map(({ name, ...rest }) => ({
    name: `tensorflow-serving-api → server → tensorflow-serving-api: ${name}`,
    ...rest,
  }));
}

/** One gRPC message: a flag byte, its length, itself. @param {Buffer} message */
function frame(message) {
  const framed = Buffer.alloc(message.length + 5);
  framed.writeUInt32BE(message.length, 1);
  message.copy(framed, 5);
  return framed;
}
