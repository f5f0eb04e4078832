/** What cells do to train as real Keras does. */

/** Writes the pictures, as they are loaded, for Keras to train on. */
export const SAVE_PICTURES = `
const [[x_train, y_train], [x_test, y_test]] = await keras.datasets.fashion_mnist.load_data();
for (const [name, array] of Object.entries({ x_train, y_train, x_test, y_test }))
  await np.save(name + ".npy", array);
`;

/**
 * Trains Keras's untrained model on the same batches; writes the loss of each to \`losses.json\`.
 * @param {string} name of the model @param {number} batches how many
 */
export function trainOn(name, batches) {
  return `
const [[x_train, y_train]] = await keras.datasets.fashion_mnist.load_data();
const order = (await np.load("order.npy")).slice(0, ${batches} * 128);
const model = await keras.models.load_model("${name}.keras");
const losses = [];
let [batches, sum] = [0, 0];
await model.fit(
  np.take(x_train, order, { axis: 0 }).astype("float32").div(255),
  np.take(y_train, order, { axis: 0 }),
  {
    batch_size: 128,
    shuffle: false,
    verbose: 0,
    callbacks: [keras.callbacks.LambdaCallback({
      on_train_batch_end: (batch, { loss }) => {
        const seen = Math.min((batch + 1) * 128, order.size);
        losses.push((loss * seen - sum) / (seen - batch * 128));
        sum = loss * seen;
      },
    })],
  },
);
await files.write("losses.json", JSON.stringify(losses));`;
}

/** Lesson 1's recipe over some seeds; writes the accuracies to \`accuracies.json\`. @param {readonly number[]} seeds */
export function trainSeeds(seeds) {
  return `
const [[x_train, y_train], [x_test, y_test]] = await keras.datasets.fashion_mnist.load_data();
const x = x_train.astype("float32").div(255);
const accuracies = [];
for (const seed of ${JSON.stringify(seeds)}) {
  keras.utils.set_random_seed(seed);
  const model = keras.Sequential([
    layers.Input({ shape: [28, 28] }),
    layers.Flatten(),
    layers.Dense(256, { activation: "relu" }),
    layers.Dropout(0.2),
    layers.Dense(10, { activation: "softmax" }),
  ]);
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  await model.fit(x, y_train, { epochs: 3, batch_size: 128, validation_split: 0.1, verbose: 0 });
  accuracies.push((await model.evaluate(x_test.astype("float32").div(255), y_test, { verbose: 0 }))[1]);
}
await files.write("accuracies.json", JSON.stringify(accuracies));`;
}
