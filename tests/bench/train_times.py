"""Seconds of an epoch of the Device lab's two models in Keras, the second of a fit, as JSON: {"mlp": …, "cnn": …}."""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
from keras import layers

SAMPLES = 54_000


def images():
    rng = np.random.default_rng(1)
    x = rng.integers(1, 256, (SAMPLES, 28, 28)).astype("float32") / 255
    # Half of the columns are black, as half of Fashion-MNIST's pixels are.
    x[:, :, :7] = 0
    x[:, :, 21:] = 0
    return x, rng.integers(0, 10, SAMPLES).astype("uint8")


def conv(filters):
    return [layers.Conv2D(filters, 3, padding="same", activation="relu"), layers.MaxPooling2D(2)]


def dense():
    return [layers.Flatten(), layers.Dense(256, activation="relu"), layers.Dropout(0.2)]


MODELS = {
    "mlp": lambda: dense(),
    "cnn": lambda: [layers.Reshape([28, 28, 1]), *conv(16), *conv(32), layers.Flatten()],
}


class Clock(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds = time.perf_counter() - self.start


def main(names):
    x, y = images()
    times = {}
    for name in names:
        model = keras.Sequential(
            [layers.Input([28, 28]), *MODELS[name](), layers.Dense(10, activation="softmax")]
        )
        model.compile(
            optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
        )
        clock = Clock()
        model.fit(x, y, epochs=2, batch_size=128, verbose=0, callbacks=[clock])
        times[name] = clock.seconds
    print(json.dumps(times))


main(sys.argv[1:] or list(MODELS))
