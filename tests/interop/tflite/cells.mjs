/** What cells do with `.tflite` files. */
import { MODES } from './modes.mjs';

const TOOLS = `
const to_json = (a) => ({ shape: a.shape, dtype: a.dtype, data: [...a.data].map(Number) });
const write_json = (path, value) => files.write(path, JSON.stringify(value));
/** A sample as an input takes it. */
const fitted = (array, { dtype, quantization: [scale, zero_point] }) => {
  if (dtype === "float32") return array;
  const [low, high] = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767] }[dtype];
  return np.clip(np.round(array.div(scale)).add(zero_point), low, high).astype(dtype);
};
/** Answers of one runtime, or its error. */
async function answers(content, options, calls) {
  try {
    const interpreter = await tf.lite.Interpreter({ model_content: content, ...options });
    interpreter.allocate_tensors();
    const results = [];
    for (const inputs of calls) {
      interpreter.get_input_details().forEach(({ index }, i) => interpreter.set_tensor(index, inputs[i]));
      await interpreter.invoke();
      results.push(interpreter.get_output_details().map(({ index }) => to_json(interpreter.get_tensor(index))));
    }
    interpreter.close();
    return results;
  } catch (error) {
    return error.name + ": " + error.message;
  }
}
`;

/**
 * Converts SavedModels in every mode and runs what comes out; writes `<folder>.<mode>.tflite` and `<folder>.<mode>.json`,
 * and the errors to `errors.json`.
 * @param {readonly string[]} folders in the workspace; the samples are at `<folder>.samples/<input>.npy`
 * @param {readonly string[]} modes
 * @param {number} calls samples to run
 */
export function convertAll(folders, modes, calls = 4) {
  const table = modes
    .map(
      (mode) =>
        `${mode}: (converter, samples) => {\n${MODES[/** @type {keyof typeof MODES} */ (mode)]}\n}`,
    )
    .join(',\n');
  return `${TOOLS}
const modes = { ${table} };
const errors = {};
for (const folder of ${JSON.stringify(folders)}) {
  const signature = (await tf.saved_model.load(folder)).signatures["serving_default"];
  const names = Object.keys(signature.structured_input_signature[1]);
  const samples = await Promise.all(names.map((name) => np.load(folder + ".samples/" + name + ".npy")));
  for (const [mode, configure] of Object.entries(modes)) {
    try {
      const converter = await tf.lite.TFLiteConverter.from_saved_model(folder);
      configure(converter, samples);
      const content = await converter.convert();
      await files.write(folder + "." + mode + ".tflite", content);
      const ends = await tf.lite.Interpreter({ model_content: content, runtime: "reference" });
      const order = ends.get_signature_runner().get_input_details();
      const by_index = Object.entries(order).sort(([, a], [, b]) => a.index - b.index);
      const inputs = Array.from({ length: ${calls} }, (_, i) =>
        ends.get_input_details().map((detail) => {
          const [key] = by_index.find(([, { index }]) => index === detail.index);
          return fitted(samples[names.indexOf(key)].slice(i, i + 1), detail);
        }));
      await write_json(folder + "." + mode + ".json", {
        inputs: inputs.map((arrays) => arrays.map(to_json)),
        reference: await answers(content, { runtime: "reference" }, inputs),
        slipway: await answers(content, { runtime: "slipway" }, inputs),
        tflite: await answers(content, {}, inputs),
        litert: await answers(content, { runtime: "litert" }, inputs),
      });
    } catch (error) {
      errors[folder + "." + mode] = error.name + ": " + error.message;
    }
  }
}
await write_json("errors.json", errors);`;
}
