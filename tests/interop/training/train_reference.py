"""Real Keras trains the models of the check on the app's own pictures.

    train_reference.py <folder>

The folder has `x_train.npy`, `y_train.npy`, `x_test.npy` and `y_test.npy` as the app has them. Leaves `order.npy` (the
pictures' order), `<model>.keras` (untrained, compiled) and prints one JSON object: for each model the loss of every batch
of an epoch, the same as TensorFlow computes them with other kernels (without oneDNN), which tells rounding from mistakes,
and the accuracies of lesson 1's recipe over five seeds.
"""

import json
import os
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
from keras import layers

TRAINED = 54_000
BATCH = 128
SEEDS = range(1, 6)


def mlp(dropout):
    return keras.Sequential(
        [
            layers.Input(shape=(28, 28)),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            *([layers.Dropout(dropout)] if dropout else []),
            layers.Dense(10, activation="softmax"),
        ]
    )


def cnn():
    return keras.Sequential(
        [
            layers.Input(shape=(28, 28)),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


def batch_norm():
    """Smooth: with ReLU a whole background's value may lie next to 0, and rounding decides on which side."""
    return keras.Sequential(
        [
            layers.Input(shape=(28, 28)),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("tanh"),
            layers.DepthwiseConv2D(3, padding="same"),
            layers.BatchNormalization(),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax"),
        ]
    )


# Model, optimizer, and how many batches are compared.
CASES = {
    "mlp": (lambda: mlp(0), lambda: keras.optimizers.Adam(), 422),
    "cnn": (cnn, lambda: keras.optimizers.Adam(), 422),
    "batch_norm": (batch_norm, lambda: keras.optimizers.SGD(0.05, momentum=0.9), 100),
    "rmsprop": (lambda: mlp(0), lambda: keras.optimizers.RMSprop(), 422),
    "sgd": (lambda: mlp(0), lambda: keras.optimizers.SGD(0.1), 422),
}


def compiled(model, optimizer):
    model.compile(
        optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def losses(name, folder, x, y):
    build, optimizer, batches = CASES[name]
    keras.utils.set_random_seed(11)
    model = compiled(build(), optimizer())
    model.save(f"{folder}/{name}.keras")
    found = []
    for start in range(0, min(batches * BATCH, TRAINED), BATCH):
        end = min(start + BATCH, TRAINED)
        model.reset_metrics()
        found.append(float(model.train_on_batch(x[start:end], y[start:end])[0]))
    return found


def accuracy(seed, train, test):
    keras.utils.set_random_seed(seed)
    model = compiled(mlp(0.2), "adam")
    model.fit(*train, epochs=3, batch_size=BATCH, validation_split=0.1, verbose=0)
    return float(model.evaluate(*test, verbose=0)[1])


def with_other_kernels(folder):
    command = [sys.executable, __file__, folder, "--losses"]
    env = {**os.environ, "TF_ENABLE_ONEDNN_OPTS": "0"}
    ended = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True)
    return json.loads(ended.stdout)["losses"]


def main(folder, only_losses):
    x_train, y_train, x_test, y_test = (
        np.load(f"{folder}/{name}.npy") for name in ("x_train", "y_train", "x_test", "y_test")
    )
    order = np.random.default_rng(5).permutation(len(x_train))[:TRAINED].astype("int32")
    np.save(f"{folder}/order.npy", order)
    x_train, x_test = x_train.astype("float32") / 255, x_test.astype("float32") / 255
    shuffled = x_train[order], y_train[order]
    result = {"losses": {name: losses(name, folder, *shuffled) for name in CASES}}
    if not only_losses:
        result["other_kernels"] = with_other_kernels(folder)
        data = (x_train, y_train), (x_test, y_test)
        result["accuracies"] = [accuracy(seed, *data) for seed in SEEDS]
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], "--losses" in sys.argv)
