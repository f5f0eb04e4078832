/** A layer with an export of TensorFlow's and a head behind it, trained in the app as Keras trains it. */

/** @typedef {{ base: string, trainable: boolean }} Head */

/** @type {Readonly<Record<string, Head>>} */
export const HEADS = {
  'fine-tuned': { base: 'cnn-batch-norm', trainable: true },
  'frozen-base': { base: 'mobilenet-v2', trainable: false },
};

/**
 * Starts from the head's weights in `theirs/<name>.json`, trains on the data there, exports, and writes what became of it.
 * @param {string} name @param {Head} head
 */
const trainHead = (name, { base, trainable }) => `
const about = await read_json("theirs/${name}.json");
const inner = await keras.layers.TFSMLayer("theirs/${base}", { trainable: ${trainable} });
const head = layers.Dense(3, { activation: "softmax" });
const images = to_array(about.inputs);
const model = keras.Sequential([layers.Input({ shape: images.shape.slice(1) }), inner, head]);
head.set_weights(about.head.map(to_array));
model.compile({
  optimizer: keras.optimizers.SGD({ learning_rate: 0.05 }),
  loss: "sparse_categorical_crossentropy",
});
const history = await model.fit(images, to_array(about.targets), about.fit);
const few = images.slice(0, about.few);
const outputs = { output_0: to_json(await model.predict(few, { verbose: 0 })) };
await model.export(folder, { verbose: false });
const [key] = Object.keys((await tf.saved_model.load(folder)).signatures.serve.structured_input_signature[1]);
const weights = [model.trainable_weights.length, model.non_trainable_weights.length];
const serve = { inputs: { [key]: to_json(few) }, outputs, weights };
await write_json(\`\${folder}.json\`, { signatures: { serve, serving_default: serve }, losses: history.history.loss });`;

/** @type {Readonly<Record<string, string>>} cases of `ours.mjs` */
export const TRAINED_HEADS = Object.fromEntries(
  Object.entries(HEADS).map(([name, head]) => [name, trainHead(name, head)]),
);
