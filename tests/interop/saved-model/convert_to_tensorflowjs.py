"""The real TensorFlow.js converter turns signatures of SavedModels into graph models.

Usage: python convert_to_tensorflowjs.py <folder> <out> <case>=<signature> …; reads <folder>/<case>/ and writes
<out>/<case>.<signature>/. Prints one JSON object: case=signature → what went wrong, or null.
Random forests and JAX, which the converter imports for models of theirs, are left out.
"""

import json
import os
import pathlib
import sys
import types

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

sys.modules["tensorflow_decision_forests"] = types.ModuleType("tensorflow_decision_forests")
jax = types.ModuleType("tensorflowjs.converters.jax_conversion")
jax.convert_jax = None
sys.modules[jax.__name__] = jax

from tensorflowjs.converters import tf_saved_model_conversion_v2 as converter  # noqa: E402


def convert(folder, out, case, signature):
    try:
        converter.convert_tf_saved_model(
            str(folder / case),
            str(out / f"{case}.{signature}"),
            signature_def=signature,
            saved_model_tags="serve",
        )
    except Exception as error:  # one failure must not hide the others
        return f"{type(error).__name__}: {str(error)[:400]}"
    return None


if __name__ == "__main__":
    source, target = (pathlib.Path(argument) for argument in sys.argv[1:3])
    target.mkdir(parents=True, exist_ok=True)
    pairs = [argument.split("=") for argument in sys.argv[3:]]
    print(json.dumps({"=".join(pair): convert(source, target, *pair) for pair in pairs}))
