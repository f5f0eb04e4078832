"""TensorFlow's times for what tflite.mjs does in the app, as JSON in milliseconds.

    tflite_times.py <folder with 1/ and images.npy>
"""

import contextlib
import io
import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf


def main(folder):
    images = np.load(f"{folder}/images.npy")
    times, contents = {}, {}

    def convert(name, kind, configure):
        converter = tf.lite.TFLiteConverter.from_saved_model(f"{folder}/1")
        configure(converter)
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            contents[kind] = converter.convert()
        times[f"convert {name}"] = 1000 * (time.perf_counter() - start)

    def optimized(converter):
        converter.optimizations = [tf.lite.Optimize.DEFAULT]

    def integer(converter):
        optimized(converter)
        converter.representative_dataset = lambda: ([images[i : i + 1]] for i in range(len(images)))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.uint8

    convert("float32", "float32", lambda converter: None)
    convert("float32", "float32", lambda converter: None)
    convert("dynamic", "dynamic", optimized)
    convert("int8", "int8", integer)
    times["int8 less dynamic"] = times["convert int8"] - times["convert dynamic"]

    for kind, content in contents.items():
        interpreter = tf.lite.Interpreter(model_content=content, num_threads=1)
        interpreter.allocate_tensors()
        index = interpreter.get_input_details()[0]["index"]
        result = interpreter.get_output_details()[0]["index"]
        source = (images * 255).astype("uint8") if kind == "int8" else images
        interpreter.set_tensor(index, source[:1])
        interpreter.invoke()
        start = time.perf_counter()
        for i in range(len(source)):
            interpreter.set_tensor(index, source[i : i + 1])
            interpreter.invoke()
            interpreter.get_tensor(result)
        times[f"invoke {kind}"] = 1000 * (time.perf_counter() - start) / len(source)
    print(json.dumps(times))


if __name__ == "__main__":
    main(sys.argv[1])
