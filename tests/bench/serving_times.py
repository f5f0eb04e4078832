"""Times of what serving.mjs asks the app's server for, as JSON in milliseconds: the body parsed, the model run by
TensorFlow, the answer written, all in one process.

    serving_times.py <folder with fashion/1/ and images.npy>
"""

import json
import os
import statistics
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf


def main(folder):
    images = np.load(f"{folder}/images.npy")
    serve = tf.saved_model.load(f"{folder}/fashion/1").signatures["serving_default"]
    times = {}

    def timed(name, repeats, work):
        for _ in range(5):
            work()
        measured = []
        for _ in range(repeats):
            start = time.perf_counter()
            work()
            measured.append(1000 * (time.perf_counter() - start))
        times[name] = statistics.median(measured)

    def answer(instances):
        return serve(image=tf.constant(instances))["output_0"].numpy()

    def predict(count):
        body = json.dumps({"instances": images[:count].tolist()})
        return lambda: json.dumps(
            {"predictions": answer(np.array(json.loads(body)["instances"], np.float32)).tolist()}
        )

    timed("predict 1, JSON", 50, predict(1))
    timed("predict 3, JSON", 50, predict(3))
    timed("predict 100, JSON", 25, predict(100))
    timed("predict 100, gRPC", 25, lambda: tf.make_tensor_proto(answer(tf.make_ndarray(tf.make_tensor_proto(images)))))
    print(json.dumps(times))


main(sys.argv[1])
