/** What cells do with SavedModels. */

const TOOLS = `
const to_json = (a) => ({ shape: a.shape, dtype: a.dtype, data: [...a.data].map(Number) });
const to_array = ({ shape, dtype, data }) => np.array(data, dtype).reshape(...shape);
const rng = np.random.default_rng(7);
const noise = (...shape) => rng.normal(0, 1, shape).astype("float32");
const as_dict = (keys, values) => Object.fromEntries(keys.map((key, i) => [key, to_json(values[i])]));
const read_json = async (path) => JSON.parse(await files.text(path));
const write_json = (path, value) => files.write(path, JSON.stringify(value));
`;

/** @param {string} code of a case of `ours.mjs` @param {string} folder to write to */
export function exportTo(code, folder) {
  return `${TOOLS}
const folder = ${JSON.stringify(folder)};
${code}`;
}

/**
 * Calls every signature of SavedModels with the inputs that `<folder>.json` gives, and writes what comes out.
 * @param {readonly string[]} folders @param {string} result path
 */
export function callTheirs(folders, result) {
  return `${TOOLS}
const results = {};
for (const folder of ${JSON.stringify(folders)}) {
  const { calls } = await read_json(\`\${folder}.json\`);
  results[folder] = [];
  for (const { signature, inputs } of calls.filter((call) => call.signature)) {
    try {
      const loaded = await tf.saved_model.load(folder);
      const given = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, to_array(value)]));
      const outputs = await loaded.signatures[signature](given);
      results[folder].push(Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, to_json(value)])));
    } catch (error) {
      results[folder].push(\`\${error.name}: \${error.message}\`);
    }
  }
}
await write_json(${JSON.stringify(result)}, results);`;
}

/**
 * Calls signatures without knowing what they give; writes what was thrown.
 * @param {readonly { folder: string, signature: string }[]} calls @param {string} result path
 */
export function callRefused(calls, result) {
  return `${TOOLS}
const errors = [];
for (const { folder, signature } of ${JSON.stringify(calls)}) {
  const loaded = await tf.saved_model.load(folder);
  try {
    await loaded.signatures[signature]({});
    errors.push("nothing was thrown");
  } catch (error) {
    errors.push(\`\${error.name}: \${error.message}\`);
  }
}
await write_json(${JSON.stringify(result)}, errors);`;
}

/**
 * Calls a signature twice with ones.
 * @param {string} folder @param {string} signature @param {readonly number[]} shape @param {string} result path
 */
export function callTwice(folder, signature, shape, result) {
  return `${TOOLS}
const noisy = (await tf.saved_model.load(${JSON.stringify(folder)})).signatures[${JSON.stringify(signature)}];
const [key] = Object.keys(noisy.structured_input_signature[1]);
const answers = [];
for (let i = 0; i < 2; i++) answers.push(...Object.values(await noisy({ [key]: np.ones(${JSON.stringify(shape)}) })));
await write_json(${JSON.stringify(result)}, answers.map(to_json));`;
}

/**
 * The artifacts of lesson 3, said in the form of `ours.mjs`; runs after the lesson's own cells.
 * @param {Readonly<Record<string, string>>} artifacts name → directory
 */
export function describeLesson({ plain, raw, careless }) {
  return `${TOOLS}
const few = x_test.slice(0, 24);
const scaled = few.astype("float32").div(255);
const answer = to_json(await model.predict(scaled, { verbose: 0 }));
const from_raw = { inputs: { images: to_json(few) }, outputs: { probabilities: answer } };
const inputs = { x: to_json(scaled) };
const named = Object.keys((await tf.saved_model.load("${plain}")).signatures.serve.structured_input_signature[1])[0];
const bare = { inputs: { [named]: inputs.x }, outputs: { output_0: answer } };
await write_json("${plain}.json", { signatures: { serve: bare, serving_default: bare } });
await write_json("${raw}.json", {
  signatures: { serve_raw: from_raw, serving_default: from_raw, serve: { inputs, outputs: { output_0: answer } } },
});
await write_json("${careless}.json", {
  signatures: { serve_raw: from_raw, serving_default: from_raw },
  random: ["serve_raw", "serving_default"],
});`;
}
