"""Real Keras loads the files that the app made.

Usage: python check_ours.py <folder> <case> …; reads <case>.keras and <case>.json (inputs, targets) from there and
prints one JSON object: case → what Keras predicts, the optimizer's state as loaded, and how training goes on.
"""

import io
import json
import pathlib
import sys
import zipfile

import keras_models as models
from keras_models import keras, np


def stored_slots(path):
    """The optimizer's variables as they lie in the file, without what it counts and is told."""
    import h5py

    with zipfile.ZipFile(path) as archive:
        with h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as file:
            group = file["optimizer/vars"]
            values = [np.asarray(group[key][()]) for key in sorted(group, key=int)]
    return [value for value in values if value.ndim > 0]


def loaded_slots(optimizer):
    values = [np.asarray(variable) for variable in optimizer.variables]
    return [value for value in values if value.ndim > 0]


def largest_difference(ours, theirs):
    if [a.shape for a in ours] != [b.shape for b in theirs]:
        return None
    return max((float(np.abs(a - b).max()) for a, b in zip(ours, theirs)), default=0.0)


def check(folder, name):
    path = folder / f"{name}.keras"
    about = json.loads((folder / f"{name}.json").read_text())
    inputs = [models.from_json(value) for value in about["inputs"]]
    targets = [models.from_json(value) for value in about["targets"]]
    model = keras.models.load_model(path)
    slots = loaded_slots(model.optimizer)
    return {
        "predictions": [models.to_json(array) for array in models.predict(model, inputs)],
        "iterations": int(model.optimizer.iterations.numpy()),
        "slot_difference": largest_difference(slots, stored_slots(path)),
        "slots_used": all(bool(np.abs(slot).sum() > 0) for slot in slots),
        "losses": models.train_on(model, inputs, targets),
    }


if __name__ == "__main__":
    source = pathlib.Path(sys.argv[1])
    print(json.dumps({case: check(source, case) for case in sys.argv[2:]}))
