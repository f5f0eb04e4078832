"""Requests in TensorFlow Serving's own messages, and what they have to be answered with.

python messages.py write FIXTURES FOLDER: writes NAME-METHOD.request files.
python messages.py check FIXTURES FOLDER: reads NAME-METHOD.response (gRPC-Web frames) and prints a JSON list of checks.
"""

import json
import os
import pathlib
import struct
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.core.protobuf import saved_model_pb2  # noqa: E402
from tensorflow_serving.apis import (  # noqa: E402
    classification_pb2,
    get_model_metadata_pb2,
    predict_pb2,
    regression_pb2,
)

COMMAND, FIXTURES, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
IMAGES = np.linspace(0, 1, 3 * 784, dtype=np.float32).reshape(3, 28, 28)
FOUR = {
    "int_tensor": np.int32([[1, -2], [3, 4]]),
    "str_tensor": np.array([[b"foo", b"\xff\x00"]], object),
    "float_tensor": np.float32([1.5, np.nan, np.inf]),
    "dbl_tensor": np.float64([[0.1]]),
}


def predict(model, **inputs):
    request = predict_pb2.PredictRequest()
    request.model_spec.name = model
    for key, value in inputs.items():
        request.inputs[key].CopyFrom(tf.make_tensor_proto(value))
    return request


def spread():
    """The same numbers in float_val instead of tensor_content."""
    request = predict("half_plus_two")
    proto = request.inputs["x"]
    proto.dtype = tf.float32.as_datatype_enum
    proto.tensor_shape.dim.add().size = 4
    proto.float_val.extend([1.0, 2.0])
    return request


def metadata():
    request = get_model_metadata_pb2.GetModelMetadataRequest()
    request.model_spec.name = "half_plus_two"
    request.metadata_field.append("signature_def")
    return request


def examples(request, signature):
    request.model_spec.name, request.model_spec.signature_name = "half_plus_two", signature
    for value in (2.0, 20.0):
        example = request.input.example_list.examples.add()
        example.features.feature["x"].float_list.value.append(value)
    return request


REQUESTS = {
    ("images", "Predict"): lambda: predict("flatten", image=IMAGES),
    ("types", "Predict"): lambda: predict("echo_four", **FOUR),
    ("values", "Predict"): spread,
    ("missing", "Predict"): lambda: predict("nobody", x=np.float32([1])),
    ("wrong", "Predict"): lambda: predict("half_plus_two", x=np.int32([1])),
    ("signatures", "GetModelMetadata"): metadata,
    ("classes", "Classify"): lambda: examples(classification_pb2.ClassificationRequest(), "classify_x_to_y"),
    ("numbers", "Regress"): lambda: examples(regression_pb2.RegressionRequest(), "regress_x_to_y"),
}


def frames(data):
    """The message, if there is one, and the trailers."""
    message, trailers = None, {}
    while data:
        flag, length = struct.unpack(">BI", data[:5])
        part, data = data[5 : 5 + length], data[5 + length :]
        if flag & 0x80:
            trailers = dict(line.split(":", 1) for line in part.decode().split("\r\n") if line)
        else:
            message = part
    return message, {key.strip().lower(): value.strip() for key, value in trailers.items()}


def same(a, b):
    if a.dtype == object or b.dtype == object:
        return a.tolist() == b.tolist()
    return a.dtype == b.dtype and np.allclose(a, b, rtol=1e-5, atol=1e-6, equal_nan=True)


def outputs(message):
    response = predict_pb2.PredictResponse.FromString(message)
    return response, {key: tf.make_ndarray(value) for key, value in response.outputs.items()}


def judge(name, message, trailers):
    if name == "missing":
        text = "Servable not found for request: Latest(nobody)"
        return trailers == {"grpc-status": "5", "grpc-message": text}, trailers
    if name == "wrong":
        return trailers.get("grpc-status") == "3" and "float but int32 is provided" in trailers["grpc-message"], trailers
    if trailers.get("grpc-status") != "0":
        return False, trailers
    if name == "images":
        response, got = outputs(message)
        call = tf.saved_model.load(str(FIXTURES / "flatten")).signatures["serving_default"]
        wanted = call(image=tf.constant(IMAGES))["output_0"].numpy()
        spec = response.model_spec
        named = (spec.name, spec.version.value, spec.signature_name) == ("flatten", 1, "serving_default")
        return named and same(got["output_0"], wanted), spec
    if name == "types":
        _, got = outputs(message)
        return all(same(got[key], value) for key, value in FOUR.items()), sorted(got)
    if name == "values":
        _, got = outputs(message)
        return got["y"].tolist() == [2.5, 3.0, 3.0, 3.0], got
    if name == "signatures":
        response = get_model_metadata_pb2.GetModelMetadataResponse.FromString(message)
        found = get_model_metadata_pb2.SignatureDefMap()
        response.metadata["signature_def"].Unpack(found)
        saved = saved_model_pb2.SavedModel.FromString((FIXTURES / "half_plus_two/saved_model.pb").read_bytes())
        wanted = saved.meta_graphs[0].signature_def
        return dict(found.signature_def) == dict(wanted), sorted(found.signature_def)
    if name == "classes":
        result = classification_pb2.ClassificationResponse.FromString(message).result
        return [[c.score for c in row.classes] for row in result.classifications] == [[3.0], [12.0]], result
    result = regression_pb2.RegressionResponse.FromString(message).result
    return [row.value for row in result.regressions] == [3.0, 12.0], result


def main():
    results = []
    for (name, method), build in REQUESTS.items():
        file = FOLDER / f"{name}-{method}"
        if COMMAND == "write":
            file.with_suffix(".request").write_bytes(build().SerializeToString())
        else:
            passed, detail = judge(name, *frames(file.with_suffix(".response").read_bytes()))
            results.append({"name": f"{method}, {name}", "passed": bool(passed), "detail": " ".join(str(detail).split())})
    if COMMAND == "check":
        print(json.dumps(results))


main()
