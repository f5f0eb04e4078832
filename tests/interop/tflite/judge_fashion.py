"""Lesson 10's own files, held against TensorFlow's on the whole test set.

    judge_fashion.py <folder>

The folder has `serving/` (the SavedModel), `task_<mode>.tflite` for each mode below (`ruined`: calibrated with pixels up
to 255), the lesson's `task_samples.npy`, `task_pictures.npy` and `task_labels.npy`, and in `task_codes.npy` what our own
kernels made of the pictures with `task_int8.tflite`. Prints one JSON object.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf

MODES = ("float", "dynamic", "int8", "ruined")


def converted(path, mode, pixels):
    converter = tf.lite.TFLiteConverter.from_saved_model(path)
    if mode != "float":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if mode == "dynamic":
        converter._experimental_disable_per_channel_quantization_for_dense_layers = True
    if mode in ("int8", "ruined"):
        samples = pixels.astype("float32") / (255 if mode == "int8" else 1)
        converter.representative_dataset = lambda: ([samples[i : i + 1]] for i in range(len(samples)))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    if mode == "int8":
        converter.inference_input_type = converter.inference_output_type = tf.uint8
    return converter.convert()


def answers(content, pictures, kernels=tf.lite.experimental.OpResolverType.AUTO):
    """What comes out for all pictures, one at a time."""
    interpreter = tf.lite.Interpreter(model_content=content, experimental_op_resolver_type=kernels)
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]
    target = interpreter.get_output_details()[0]
    if source["dtype"] == np.float32:
        pictures = pictures.astype("float32") / 255
    found = []
    for i in range(len(pictures)):
        interpreter.set_tensor(source["index"], pictures[i : i + 1])
        interpreter.invoke()
        found.append(interpreter.get_tensor(target["index"]))
    return np.concatenate(found)


def codes_apart(folder, pictures):
    """How many codes of our own kernels are not those of TensorFlow's reference kernels."""
    with open(f"{folder}/task_int8.tflite", "rb") as file:
        kernels = tf.lite.experimental.OpResolverType.BUILTIN_REF
        expected = answers(file.read(), pictures, kernels)
    return int(np.sum(np.load(f"{folder}/task_codes.npy") != expected))


def main(folder):
    pixels, test, truth = (
        np.load(f"{folder}/task_{name}.npy") for name in ("samples", "pictures", "labels")
    )
    modes = {}
    for mode in MODES:
        with open(f"{folder}/task_{mode}.tflite", "rb") as file:
            ours = file.read()
        theirs = converted(f"{folder}/serving", mode, pixels)
        a, b = (answers(content, test).argmax(-1) for content in (ours, theirs))
        modes[mode] = {
            "sizes": [len(ours), len(theirs)],
            "accuracies": [float(np.mean(a == truth)), float(np.mean(b == truth))],
            "disagreement": float(np.mean(a != b)),
        }
    print(json.dumps({"modes": modes, "codesApart": codes_apart(folder, test)}))


if __name__ == "__main__":
    main(sys.argv[1])
