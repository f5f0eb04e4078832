"""Real TensorFlow opens the SavedModels that the app made, in every way that there is.

Usage: python check_ours.py <folder> <case> …; reads the directory <case>/ and <case>.json from there:

    {"signatures": {"serve": {"inputs": {"x": tensor}, "outputs": {"output_0": tensor}, "weights": [6, 2]}},
     "random": ["alive"], "variables": {"trainable_variables": 6}}

with tensors as {"dtype", "shape", "data"}. "weights" counts those of a TFSMLayer, trainable ones and others.
Signatures in "random" are called twice and must differ. "variables" counts the lists that the loaded object has.
"weights", "random" and "variables" may be left out. Prints one JSON object: case → claim → {"passed", "detail"}.
"""

import json
import logging
import os
import pathlib
import sys
import tempfile
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "1"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.core.protobuf import fingerprint_pb2  # noqa: E402
from tensorflow.python.saved_model.pywrap_saved_model import fingerprinting  # noqa: E402

from case import TOLERANCE, Case  # noqa: E402
from command_line import run_tool  # noqa: E402

FINGERPRINT_FIELDS = (
    "saved_model_checksum",
    "graph_def_program_hash",
    "signature_def_hash",
    "saved_object_graph_hash",
    "checkpoint_hash",
)


def signatures(case):
    loaded = tf.saved_model.load(case.path)
    assert sorted(loaded.signatures) == sorted(case.signatures), list(loaded.signatures)

    def make_call(key):
        def call(inputs):
            outputs = loaded.signatures[key](**{k: tf.constant(v) for k, v in inputs.items()})
            return {name: tensor.numpy() for name, tensor in outputs.items()}

        return call

    return case.compare_all(make_call)


def endpoints(case):
    """Attributes of the loaded object, called with what their own signature says."""
    loaded = tf.saved_model.load(case.path)
    called = [key for key in case.signatures if hasattr(loaded, key)]
    assert called, "the loaded object has no endpoint"
    for key in called:
        worst = case.compare(key, lambda inputs: flat(call_endpoint(getattr(loaded, key), inputs)))
        assert worst <= TOLERANCE, f"{key}: outputs differ by {worst:.1e}"
    return ", ".join(called)


def call_endpoint(function, inputs):
    return function(*endpoint_arguments(function, inputs))


def endpoint_arguments(function, inputs):
    """The inputs as the endpoint's parameters nest them."""
    args, _ = function.concrete_functions[0].structured_input_signature
    return tf.nest.map_structure(lambda spec: tf.constant(inputs[spec.name]), args)


def flat(result):
    """An endpoint's result by the keys that a signature gives it."""
    if isinstance(result, dict):
        return {key: value.numpy() for key, value in result.items()}
    results = result if isinstance(result, (list, tuple)) else [result]
    return {f"output_{i}": value.numpy() for i, value in enumerate(results)}


def variables(case):
    loaded = tf.saved_model.load(case.path)
    counts = {name: len(getattr(loaded, name)) for name in case.variables}
    assert counts == case.variables, f"{counts}, not {case.variables}"
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none asked for"


def tfsm_layer(case):
    """A layer by each endpoint of one parameter and each signature of one input."""
    loaded = tf.saved_model.load(case.path)
    checked = []
    for key, (inputs, _) in case.signatures.items():
        endpoint = getattr(loaded, key, None)
        tensors = [tf.constant(value) for value in inputs.values()]
        args = endpoint_arguments(endpoint, inputs) if endpoint else tensors
        if len(args) != 1:
            continue
        layer = keras.layers.TFSMLayer(case.path, call_endpoint=key)
        worst = case.compare(key, lambda _: flat(layer(args[0])))
        assert worst <= TOLERANCE, f"{key}: outputs differ by {worst:.1e}"
        weights = [len(layer.trainable_weights), len(layer.non_trainable_weights)]
        assert weights == case.weights.get(key, weights), f"{key} has {weights} weights"
        checked.append(key)
    return ", ".join(checked) or "all take several arguments"


def session(case):
    """TensorFlow 1's loader, which runs the saver's restore op as TF Serving does."""
    with tf.Graph().as_default(), tf.compat.v1.Session() as running:
        graph = tf.compat.v1.saved_model.load(running, ["serve"], case.path)

        def make_call(key):
            signature = graph.signature_def[key]
            names = {name: info.name for name, info in signature.outputs.items()}

            def call(inputs):
                feed = {signature.inputs[k].name: v for k, v in inputs.items()}
                return running.run(names, feed)

            return call

        assert_saves(case, running, graph.saver_def)
        return case.compare_all(make_call)


def assert_saves(case, running, saver):
    """The saver's save op writes what its restore op read."""
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "again")
        running.run(saver.save_tensor_name, {saver.filename_tensor_name: prefix})
        ours = tf.train.load_checkpoint(os.path.join(case.path, "variables", "variables"))
        again = tf.train.load_checkpoint(prefix)
        for name in ours.get_variable_to_shape_map():
            assert np.array_equal(ours.get_tensor(name), again.get_tensor(name)), name


def tflite(case):
    def make_call(key):
        converter = tf.lite.TFLiteConverter.from_saved_model(case.path, signature_keys=[key])
        converter.target_spec.supported_ops = [
            tf.lite.OpsSet.TFLITE_BUILTINS,
            tf.lite.OpsSet.SELECT_TF_OPS,
        ]
        runner = tf.lite.Interpreter(model_content=converter.convert()).get_signature_runner(key)
        return lambda inputs: runner(**inputs)

    alias = {"serving_default"} if len(case.signatures) > 1 else set()
    return case.compare_all(make_call, without=alias)


def command_line(case):
    """`saved_model_cli show` names every signature and the functions; `run` gives what is expected.

    Random numbers are left out: each run is a new session, which begins with the same ones.
    """
    shown = run_tool(["show", "--dir", case.path, "--all"])
    for key in case.signatures:
        assert f"signature_def['{key}']" in shown, f"{key} is not shown"
    assert "Function Name:" in shown.partition("Concrete Functions:")[2], "no functions are listed"
    return case.compare_all(
        lambda key: lambda inputs: run_by_tool(case.path, key, inputs), without=case.random
    )


def run_by_tool(path, key, inputs):
    with tempfile.TemporaryDirectory() as folder:
        np.savez(f"{folder}/in.npz", **inputs)
        pairs = ";".join(f"{name}={folder}/in.npz[{name}]" for name in inputs)
        given = ["--dir", path, "--tag_set", "serve", "--signature_def", key, "--inputs", pairs]
        run_tool(["run", *given, "--outdir", folder])
        return {file.stem: np.load(file) for file in pathlib.Path(folder).glob("*.npy")}


def checkpoint(case):
    reader = tf.train.load_checkpoint(os.path.join(case.path, "variables", "variables"))
    names = sorted(reader.get_variable_to_shape_map())
    for name in names:
        reader.get_tensor(name)
    assert "_CHECKPOINTABLE_OBJECT_GRAPH" in names
    return f"{len(names)} tensors"


def fingerprint(case):
    """The numbers that TensorFlow itself makes of the same files."""
    ours = fingerprint_pb2.FingerprintDef()
    ours.ParseFromString(pathlib.Path(case.path, "fingerprint.pb").read_bytes())
    theirs = fingerprint_pb2.FingerprintDef.FromString(
        fingerprinting.CreateFingerprintDef(case.path)
    )
    for field in FINGERPRINT_FIELDS:
        assert getattr(ours, field) == getattr(theirs, field), f"{field} differs"
    return tf.saved_model.experimental.read_fingerprint(case.path).singleprint()


class Notes(logging.Handler):
    """What TensorFlow warns of while a claim is checked."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        self.texts.append(record.getMessage())


# Of TensorFlow about its own loaders, whatever they load.
EXPECTED_NOTES = ("is deprecated", "tf.lite.Interpreter is deprecated", "Select TF op")

CLAIMS = {
    "tf.saved_model.load, signatures": signatures,
    "tf.saved_model.load, endpoints": endpoints,
    "tf.saved_model.load, variables": variables,
    "TFSMLayer": tfsm_layer,
    "tf.compat.v1.saved_model.load": session,
    "TFLiteConverter.from_saved_model": tflite,
    "saved_model_cli show, run": command_line,
    "tf.train.load_checkpoint": checkpoint,
    "fingerprint": fingerprint,
}


def check(claim, case):
    notes = Notes()
    loggers = [tf.get_logger(), logging.getLogger("absl")]
    for logger in loggers:
        logger.addHandler(notes)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            detail = claim(case)
        texts = [*notes.texts, *(str(warning.message) for warning in caught)]
        said = [text for text in texts if not any(known in text for known in EXPECTED_NOTES)]
        assert not said, f"TensorFlow says: {said[0]}"
        return {"passed": True, "detail": detail}
    except Exception as error:  # one failed claim must not hide the others
        return {"passed": False, "detail": f"{type(error).__name__}: {str(error)[:400]}"}
    finally:
        for logger in loggers:
            logger.removeHandler(notes)


def check_case(folder, name):
    case = Case(folder, name)
    return {claim: check(function, case) for claim, function in CLAIMS.items()}


if __name__ == "__main__":
    source = pathlib.Path(sys.argv[1])
    print(json.dumps({case: check_case(source, case) for case in sys.argv[2:]}))
