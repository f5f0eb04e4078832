"""Real Keras trains each case, saves it, and says what it predicts and how training goes on.

Usage: python write_reference.py <folder>; writes <case>.keras and <case>.json there.
"""

import json
import pathlib
import sys

import keras_models as models
from keras_models import keras


def write(folder, name):
    keras.utils.set_random_seed(7)
    inputs, targets = models.data_for(name)
    model = models.CASES[name]()
    models.train_on(model, inputs, targets)
    model.save(folder / f"{name}.keras")
    expected = {
        "inputs": [models.to_json(array) for array in inputs],
        "targets": [models.to_json(array) for array in targets],
        "fit": models.FIT,
        "predictions": [models.to_json(array) for array in models.predict(model, inputs)],
        "losses": models.train_on(model, inputs, targets),
    }
    (folder / f"{name}.json").write_text(json.dumps(expected))


if __name__ == "__main__":
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for case in models.CASES:
        write(out, case)
    print(keras.__version__)
