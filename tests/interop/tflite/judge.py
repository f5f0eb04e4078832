"""Real TensorFlow on what the app converted.

    judge.py <folder>

The folder has `<model>/` (a SavedModel), `<model>.samples/<input>.npy`, `<model>.<mode>.tflite` (the app's) and
`<model>.<mode>.json`: the inputs that the app ran, and what its runtimes answered. For each mode TensorFlow's converter
makes its own file with equal settings, both are compared op by op and tensor by tensor, and the app's file runs in
TensorFlow's interpreter. Prints one JSON object, `{"<model>.<mode>": {…}}`.
"""

import contextlib
import io
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "scripts" / "fixtures"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import numpy as np
import tensorflow as tf

import compare_files
import make_tflite_fixtures as fixtures

KINDS = tf.lite.experimental.OpResolverType
KERNELS = {
    "reference": KINDS.BUILTIN_REF,
    "default": KINDS.AUTO,
    "plain": KINDS.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
}


def samples_of(path):
    return {file.stem: np.load(file) for file in pathlib.Path(f"{path}.samples").glob("*.npy")}


def convert(path, mode, samples):
    """TensorFlow's own file."""
    converter = tf.lite.TFLiteConverter.from_saved_model(path)
    fixtures.MODES[mode](converter, samples)
    with contextlib.redirect_stdout(io.StringIO()):
        return converter.convert()


def to_array(value):
    return np.array(value["data"], value["dtype"]).reshape(value["shape"])


def run(content, kernels, calls):
    """Outputs of each call, in the order of the file's outputs; inputs in the order of the file's inputs."""
    interpreter = tf.lite.Interpreter(model_content=content, experimental_op_resolver_type=kernels)
    interpreter.allocate_tensors()
    results = []
    for inputs in calls:
        for detail, value in zip(interpreter.get_input_details(), inputs):
            interpreter.set_tensor(detail["index"], to_array(value))
        interpreter.invoke()
        results.append(
            [interpreter.get_tensor(detail["index"]) for detail in interpreter.get_output_details()]
        )
    return results


def held(ours, theirs):
    """
    The largest difference of answers: in steps of an integer type; of floats relative to the value, or to 1 where that is
    smaller. A sentence where there is no such number; an error in place of answers is one already.
    """
    for answers in (ours, theirs):
        if isinstance(answers, str):
            return answers
    if not ours:
        return "no answers"
    largest = 0.0
    for mine, real in zip(ours, theirs, strict=True):
        for a, b in zip(mine, real, strict=True):
            a = to_array(a)
            if a.shape != b.shape or a.dtype != b.dtype:
                return f"{a.dtype} {a.shape} not {b.dtype} {b.shape}"
            gap = np.abs(a.astype("float64") - b.astype("float64"))
            if not np.isfinite(gap).all():
                return "answers that are no finite numbers"
            if b.dtype == np.float32:
                gap /= np.maximum(1, np.abs(b))
            largest = max(largest, float(np.max(gap, initial=0.0)))
    return largest


def judge(folder, name, mode):
    path = f"{folder}/{name}"
    ours = pathlib.Path(f"{path}.{mode}.tflite").read_bytes()
    answers = json.loads(pathlib.Path(f"{path}.{mode}.json").read_text())
    theirs = convert(path, mode, samples_of(path))
    verdict = {
        "sizes": {"ours": len(ours), "theirs": len(theirs)},
        "differences": compare_files.compare(ours, theirs),
    }
    for kernels, kind in KERNELS.items():
        try:
            real = run(ours, kind, answers["inputs"])
        except (RuntimeError, ValueError) as error:
            real = f"TensorFlow refuses: {str(error).strip()[:300]}"
        for runtime in ("reference", "slipway", "tflite", "litert"):
            verdict[f"{runtime} - {kernels}"] = held(answers[runtime], real)
    return verdict


def main(folder):
    files = sorted(pathlib.Path(folder).glob("*.tflite"))
    verdicts = {}
    for file in files:
        name, mode, _ = file.name.rsplit(".", 2)
        try:
            verdicts[f"{name}.{mode}"] = judge(folder, name, mode)
        except Exception as error:  # a model that TensorFlow refuses, or a file that it cannot even look at, is a finding
            verdicts[f"{name}.{mode}"] = {"error": f"{type(error).__name__}: {error}"[:600]}
    print(json.dumps(verdicts))


if __name__ == "__main__":
    main(sys.argv[1])
