/** The models of `keras_models.py` as a learner writes them in a cell, and what the cells do with them. */

const SCALED_DENSE = `
class ScaledDense extends keras.Layer {
  constructor({ units, ...options }) {
    super(options);
    this.units = units;
  }
  build(input_shape) {
    this.kernel = this.add_weight({ shape: [input_shape.at(-1), this.units], name: "kernel" });
    this.scale = this.add_weight({ shape: [], initializer: "ones", name: "scale" });
  }
  call(inputs) {
    return tf.matmul(inputs, this.kernel).mul(this.scale);
  }
  get_config() {
    return { ...super.get_config(), units: this.units };
  }
}
keras.saving.register_keras_serializable("Yard")(ScaledDense);
`;

/**
 * @typedef {object} Case
 * @property {string} setUp what has to run before the model is built or loaded
 * @property {string} build declares `model` and compiles it
 */

/** @type {Readonly<Record<string, Case>>} */
export const CASES = {
  sequential: {
    setUp: '',
    build: `
const model = keras.Sequential([
  layers.Input({ shape: [8, 8] }),
  layers.Flatten(),
  layers.Dense(24, { activation: "relu" }),
  layers.Dense(10, { activation: "softmax" }),
], { name: "sequential_case" });
model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });`,
  },
  convolutional: {
    setUp: '',
    build: `
const inputs = layers.Input({ shape: [12, 12, 3], name: "picture" });
let x = layers.Rescaling(0.5, { offset: -0.1 })(inputs);
x = layers.ZeroPadding2D(1)(x);
x = layers.Conv2D(8, 3, { strides: 2, use_bias: false, name: "stem" })(x);
x = layers.BatchNormalization({ name: "stem_norm" })(x);
x = layers.ReLU()(x);
let y = layers.DepthwiseConv2D(3, { padding: "same", name: "depthwise" })(x);
y = layers.BatchNormalization({ name: "depthwise_norm" })(y);
x = layers.Add()([x, y]);
const left = layers.SeparableConv2D(6, 3, { padding: "same", activation: "relu", name: "left" })(x);
const right = layers.Conv2D(6, 1, { activation: "relu", name: "right" })(x);
x = layers.Concatenate()([left, right]);
x = layers.MaxPooling2D()(x);
x = layers.GlobalAveragePooling2D()(x);
const outputs = layers.Dense(4, { activation: "softmax", name: "classes" })(x);
const model = keras.Model(inputs, outputs, { name: "convolutional_case" });
model.compile({
  optimizer: keras.optimizers.SGD({ learning_rate: 0.05, momentum: 0.9 }),
  loss: "sparse_categorical_crossentropy",
  metrics: ["accuracy"],
});`,
  },
  two_heads: {
    setUp: '',
    build: `
const left = layers.Input({ shape: [6], name: "left" });
const right = layers.Input({ shape: [4], name: "right" });
let x = layers.Concatenate()([left, layers.Dense(5, { activation: "tanh", name: "widen" })(right)]);
x = layers.Dense(8, { activation: "relu", name: "trunk" })(x);
const kind = layers.Dense(3, { activation: "softmax", name: "kind" })(x);
const size = layers.Dense(1, { name: "size" })(x);
const model = keras.Model([left, right], [kind, size], { name: "two_heads_case" });
model.compile({
  optimizer: keras.optimizers.RMSprop({ learning_rate: 0.01 }),
  loss: ["sparse_categorical_crossentropy", "mse"],
});`,
  },
  custom: {
    setUp: SCALED_DENSE,
    build: `
const model = keras.Sequential([
  layers.Input({ shape: [6] }),
  new ScaledDense({ units: 7, name: "scaled" }),
  layers.Activation("relu"),
  layers.Dense(3, { activation: "softmax" }),
], { name: "custom_case" });
model.compile({
  optimizer: keras.optimizers.Adam({ learning_rate: 0.01 }),
  loss: "sparse_categorical_crossentropy",
});`,
  },
  plain_sgd: {
    setUp: '',
    build: `
const model = keras.Sequential([
  layers.Input({ shape: [5] }),
  layers.Dense(4, { activation: "relu" }),
  layers.Dense(2),
], { name: "plain_sgd_case" });
model.compile({ optimizer: "sgd", loss: "mse" });`,
  },
};

/** Reads a case's arrays and says what a model makes of them. @param {string} description file in the workspace */
const prepare = (description) => `
const read_json = async (path) => JSON.parse(new TextDecoder().decode(await files.read(path)));
const write_json = (path, value) => files.write(path, new TextEncoder().encode(JSON.stringify(value)));
const about = await read_json(${JSON.stringify(description)});
const to_array = ({ shape, dtype, data }) => np.array(data, dtype).reshape(...shape);
const one_or_all = (arrays) => (arrays.length === 1 ? arrays[0] : arrays);
const given = one_or_all(about.inputs.map(to_array));
const wanted = one_or_all(about.targets.map(to_array));
const predictions = async (m) =>
  [await m.predict(given, { verbose: 0 })].flat().map((p) => ({ shape: p.shape, dtype: p.dtype, data: [...p.data] }));
const losses = async (m) => (await m.fit(given, wanted, about.fit)).history.loss;
`;

/**
 * Builds and trains a case, saves it, loads the file again and goes on training.
 * @param {string} name @param {string} description @param {string} model path to save to @param {string} result path
 */
export function makeOurs(name, description, model, result) {
  const { setUp, build } = CASES[name] ?? unknown(name);
  return `${prepare(description)}${setUp}${build}
await losses(model);
await model.save(${JSON.stringify(model)});
const predicted = await predictions(model);
const loaded = await keras.models.load_model(${JSON.stringify(model)});
await write_json(${JSON.stringify(result)}, { predictions: predicted, losses: await losses(loaded) });`;
}

/**
 * Loads a file of real Keras, predicts, and goes on training.
 * @param {string} name @param {string} description @param {string} model path to load @param {string} result path
 */
export function readTheirs(name, description, model, result) {
  const { setUp } = CASES[name] ?? unknown(name);
  return `${prepare(description)}${setUp}
const loaded = await keras.models.load_model(${JSON.stringify(model)});
const predicted = await predictions(loaded);
await write_json(${JSON.stringify(result)}, { predictions: predicted, losses: await losses(loaded) });`;
}

/**
 * Describes five test pictures and what lesson 2's `model` makes of them, in the names that the lesson declares, and
 * some training pictures for Keras to go on with.
 * @param {string} path to write to
 */
export function fashionDescription(path) {
  return `
const to_json = (a) => ({ shape: a.shape, dtype: a.dtype, data: [...a.data] });
const description = {
  inputs: [to_json(x.slice(0, 256))],
  targets: [to_json(y_train.slice(0, 256))],
  predictions: [to_json(await model.predict(x.slice(0, 256), { verbose: 0 }))],
  steps: 422,
};
await files.write(${JSON.stringify(path)}, new TextEncoder().encode(JSON.stringify(description)));`;
}

/** @param {string} name @returns {never} */
function unknown(name) {
  throw new Error(`No case is called ${name}.`);
}
