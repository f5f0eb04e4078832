"""Exports the models of scripts/fixtures as SavedModels, with samples: `<folder>/<name>/` and `<folder>/<name>.samples/<input>.npy`."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "scripts" / "fixtures"))

import numpy as np

import make_tflite_fixtures as fixtures
import tflite_models


def main(folder):
    for name in tflite_models.MODELS:
        model, (low, high), is_open = tflite_models.build(name)
        fixtures.export(model, is_open, f"{folder}/{name}")
        random = np.random.RandomState(5)
        samples = pathlib.Path(folder) / f"{name}.samples"
        samples.mkdir(parents=True)
        for tensor in model.inputs:
            array = random.uniform(low, high, (fixtures.SAMPLES, *tensor.shape[1:]))
            np.save(samples / f"{tensor.name}.npy", array.astype("float32"))


if __name__ == "__main__":
    main(sys.argv[1])
