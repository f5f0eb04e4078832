/** `tf.lite.Interpreter` in the built app: minified, with its files under a hashed name. */
import { readFileSync } from 'node:fs';
import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

function bytesOf(path: string): string {
  return readFileSync(`tests/fixtures/tflite/${path}.tflite`).toString('base64');
}

const RUN = `
await i.allocate_tensors();
const [{ index, shape, dtype }] = i.get_input_details();
i.set_tensor(index, np.zeros(shape.tolist() as number[], { dtype }));
await i.invoke();
const y = i.get_tensor(i.get_output_details()[0].index);
print(y.dtype, y.shape.join("x"), "best", Number(y.argmax()), "of", y.astype("float32").max());`;

for (const [runtime, said] of [
  ['tflite', 'float32 1x10 best 7 of 0.248'],
  ['litert', 'float32 1x10 best 7 of 0.248'],
  ['slipway', 'float32 1x10 best 7 of 0.248'],
  ['reference', 'float32 1x10 best 7 of 0.248'],
]) {
  test(`runs a .tflite file with the runtime ${runtime}`, async ({ lesson }) => {
    await lesson.open(FIRST_LESSON);
    const cell = lesson.cellAt(0);
    await cell.runCode(`
const bytes = Uint8Array.from(atob("${bytesOf('mlp/float32')}"), (c) => c.charCodeAt(0));
await files.write("model.tflite", bytes);
const i = await tf.lite.Interpreter({ model_path: "model.tflite", runtime: "${runtime}" });
${RUN}`);
    await expect(cell.output).toContainText(said!);
  });
}

test('says why the runtime does not take a file', async ({ lesson }) => {
  await lesson.open(FIRST_LESSON);
  const cell = lesson.cellAt(0);
  await cell.runCode(
    `
const bytes = Uint8Array.from(atob("${bytesOf('mlp/dynamic')}"), (c) => c.charCodeAt(0));
await tf.lite.Interpreter({ model_content: bytes });`,
    'Failed',
  );
  await expect(cell.output).toContainText(
    "ValueError: Didn't find op for builtin opcode 'FULLY_CONNECTED' version '12'",
  );
});
