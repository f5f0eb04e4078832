"""Runs every `.tflite` file of a folder once, on zeros. Prints as JSON what is refused: `{"<file>": "<reason>"}`."""

import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf


def run(path):
    interpreter = tf.lite.Interpreter(model_path=str(path))
    interpreter.allocate_tensors()
    for detail in interpreter.get_input_details():
        interpreter.set_tensor(detail["index"], np.zeros(detail["shape"], detail["dtype"]))
    interpreter.invoke()
    for detail in interpreter.get_output_details():
        interpreter.get_tensor(detail["index"])


def main(folder):
    refused = {}
    for path in sorted(pathlib.Path(folder).glob("*.tflite")):
        try:
            run(path)
        except (RuntimeError, ValueError) as error:
            refused[path.name] = str(error).strip()[:300]
    print(json.dumps(refused))


if __name__ == "__main__":
    main(sys.argv[1])
