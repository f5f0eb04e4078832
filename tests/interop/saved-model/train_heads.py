"""Real Keras trains a head on exports, and says how; heads.mjs does the same in the app.

Usage: python train_heads.py <folder> <case>=<export>=<trainable 0 or 1> …; reads the directories <export>/ and writes
<case>.json there: the head's first weights, the data, and what became of both.
"""

import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402
from keras_models import to_json  # noqa: E402

FIT = {"epochs": 2, "batch_size": 8, "shuffle": False, "verbose": 0}
ROWS, FEW, CLASSES = 16, 4, 3


def train(folder, name, export, trainable):
    random = np.random.default_rng(5)
    base = keras.layers.TFSMLayer(str(folder / export), trainable=trainable)
    spec = base.call_endpoint_fn.concrete_functions[0].structured_input_signature[0][0]
    eighths = random.integers(-16, 17, size=(ROWS, *spec.shape[1:])) / 8
    inputs = eighths.astype("float32")
    targets = random.integers(0, CLASSES, size=(ROWS,)).astype("int32")
    head = layers.Dense(CLASSES, activation="softmax")
    model = keras.Sequential([layers.Input(inputs.shape[1:]), base, head])
    head.set_weights([random.normal(size=weight.shape) for weight in head.get_weights()])
    about = {"head": [to_json(weight) for weight in head.get_weights()]}
    model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy")
    losses = model.fit(inputs, targets, **FIT).history["loss"]
    about |= {"inputs": to_json(inputs), "targets": to_json(targets), "fit": FIT, "losses": losses}
    about |= {"few": FEW, "predictions": to_json(model.predict(inputs[:FEW], verbose=0))}
    (folder / f"{name}.json").write_text(json.dumps(about))


if __name__ == "__main__":
    for case in sys.argv[2:]:
        name, export, trainable = case.split("=")
        train(pathlib.Path(sys.argv[1]), name, export, trainable == "1")
