"""Seconds for 10,000 images one by one through TensorFlow's own interpreter, one thread, as JSON by the kind of file.

The model is the Device lab's, converted by TensorFlow; each image is set, run and got.
"""

import contextlib
import io
import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

IMAGES = 10_000


def convert(model, kind, images):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if kind != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "int8":
        converter.representative_dataset = lambda: ([images[i : i + 1]] for i in range(100))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.uint8
    with contextlib.redirect_stdout(io.StringIO()):
        return converter.convert()


def run(content, images):
    interpreter = tf.lite.Interpreter(model_content=content, num_threads=1)
    interpreter.allocate_tensors()
    entry = interpreter.get_input_details()[0]["index"]
    result = interpreter.get_output_details()[0]["index"]
    start = time.perf_counter()
    for i in range(len(images)):
        interpreter.set_tensor(entry, images[i : i + 1])
        interpreter.invoke()
        interpreter.get_tensor(result)
    return time.perf_counter() - start


def main():
    pixels = np.random.default_rng(1).integers(0, 256, (IMAGES, 28, 28)).astype("uint8")
    images = pixels.astype("float32") / 255
    model = keras.Sequential(
        [
            layers.Input([28, 28]),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ]
    )
    kinds = ("float32", "dynamic", "int8")
    print(
        json.dumps(
            {
                kind: run(convert(model, kind, images), pixels if kind == "int8" else images)
                for kind in kinds
            }
        )
    )


main()
