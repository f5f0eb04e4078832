"""The models of the interop test, compiled, and the data that they are trained on. `cells.mjs` has the same ones."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

FIT = {"epochs": 2, "batch_size": 16, "shuffle": False, "verbose": 0}
ROWS = 48


@keras.saving.register_keras_serializable(package="Yard")
class ScaledDense(layers.Layer):
    """y = (x @ kernel) * scale, with a scalar as its second variable."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.kernel) * self.scale

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def sequential():
    model = keras.Sequential(
        [
            layers.Input(shape=(8, 8)),
            layers.Flatten(),
            layers.Dense(24, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="sequential_case",
    )
    model.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def convolutional():
    inputs = layers.Input(shape=(12, 12, 3), name="picture")
    x = layers.Rescaling(0.5, offset=-0.1)(inputs)
    x = layers.ZeroPadding2D(1)(x)
    x = layers.Conv2D(8, 3, strides=2, use_bias=False, name="stem")(x)
    x = layers.BatchNormalization(name="stem_norm")(x)
    x = layers.ReLU()(x)
    y = layers.DepthwiseConv2D(3, padding="same", name="depthwise")(x)
    y = layers.BatchNormalization(name="depthwise_norm")(y)
    x = layers.Add()([x, y])
    left = layers.SeparableConv2D(6, 3, padding="same", activation="relu", name="left")(x)
    right = layers.Conv2D(6, 1, activation="relu", name="right")(x)
    x = layers.Concatenate()([left, right])
    x = layers.MaxPooling2D()(x)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(4, activation="softmax", name="classes")(x)
    model = keras.Model(inputs, outputs, name="convolutional_case")
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def two_heads():
    left = layers.Input(shape=(6,), name="left")
    right = layers.Input(shape=(4,), name="right")
    x = layers.Concatenate()([left, layers.Dense(5, activation="tanh", name="widen")(right)])
    x = layers.Dense(8, activation="relu", name="trunk")(x)
    kind = layers.Dense(3, activation="softmax", name="kind")(x)
    size = layers.Dense(1, name="size")(x)
    model = keras.Model([left, right], [kind, size], name="two_heads_case")
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate=0.01),
        loss=["sparse_categorical_crossentropy", "mse"],
    )
    return model


def custom():
    model = keras.Sequential(
        [
            layers.Input(shape=(6,)),
            ScaledDense(7, name="scaled"),
            layers.Activation("relu"),
            layers.Dense(3, activation="softmax"),
        ],
        name="custom_case",
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss="sparse_categorical_crossentropy",
    )
    return model


def plain_sgd():
    """An optimizer that keeps nothing of the steps before."""
    model = keras.Sequential(
        [layers.Input(shape=(5,)), layers.Dense(4, activation="relu"), layers.Dense(2)],
        name="plain_sgd_case",
    )
    model.compile(optimizer="sgd", loss="mse")
    return model


CASES = {
    "sequential": sequential,
    "convolutional": convolutional,
    "two_heads": two_heads,
    "custom": custom,
    "plain_sgd": plain_sgd,
}


def data_for(name):
    """Inputs and targets of a case, each a list of arrays; the same in every run."""
    rng = np.random.default_rng(list(CASES).index(name))
    shapes = {
        "sequential": [(8, 8)],
        "convolutional": [(12, 12, 3)],
        "two_heads": [(6,), (4,)],
        "custom": [(6,)],
        "plain_sgd": [(5,)],
    }
    classes = {"sequential": 10, "convolutional": 4, "two_heads": 3, "custom": 3}
    numbers = {"two_heads": 1, "plain_sgd": 2}
    inputs = [rng.normal(size=(ROWS, *shape)).astype("float32") for shape in shapes[name]]
    targets = []
    if name in classes:
        targets.append(rng.integers(0, classes[name], size=(ROWS,)).astype("int32"))
    if name in numbers:
        targets.append(rng.normal(size=(ROWS, numbers[name])).astype("float32"))
    return inputs, targets


def one_or_all(arrays):
    return arrays[0] if len(arrays) == 1 else list(arrays)


def to_json(array):
    array = np.asarray(array)
    return {"shape": list(array.shape), "dtype": str(array.dtype), "data": array.ravel().tolist()}


def from_json(value):
    return np.array(value["data"], dtype=value["dtype"]).reshape(value["shape"])


def predict(model, inputs):
    outputs = model.predict(one_or_all(inputs), verbose=0)
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]


def train_on(model, inputs, targets):
    """The loss of each epoch."""
    history = model.fit(one_or_all(inputs), one_or_all(targets), **FIT)
    return history.history["loss"]
