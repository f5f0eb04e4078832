"""A SavedModel of the app's, with what its signatures are expected to give."""

import json

import numpy as np

TOLERANCE = 1e-5


class Case:
    """The directory <name> and what <name>.json says of it; see check_ours.py."""

    def __init__(self, folder, name):
        about = json.loads((folder / f"{name}.json").read_text())
        self.path = str(folder / name)
        self.random = set(about.get("random", ()))
        self.variables = about.get("variables", {})
        self.signatures = {
            key: ({k: from_json(v) for k, v in s["inputs"].items()},
                  {k: from_json(v) for k, v in s["outputs"].items()})
            for key, s in about["signatures"].items()
        }
        self.weights = {
            key: s["weights"] for key, s in about["signatures"].items() if "weights" in s
        }

    def compare(self, key, call):
        """Calls with the signature's inputs; what the outputs differ from those that are expected."""
        inputs, expected = self.signatures[key]
        got = call(inputs)
        if key in self.random:
            again = call(inputs)
            same = all(np.array_equal(got[name], again[name]) for name in got)
            assert not same, f"{key}: two calls gave the same"
            return 0.0
        assert sorted(got) == sorted(expected), f"{key}: outputs are {sorted(got)}"
        return np.max([difference(got[name], expected[name], f"{key}.{name}") for name in got])

    def compare_all(self, make_call, without=()):
        keys = [key for key in self.signatures if key not in without]
        worst = np.max([0.0, *(self.compare(key, make_call(key)) for key in keys)])
        assert worst <= TOLERANCE, f"outputs differ by {worst:.1e}"
        return f"{worst:.1e}"


def from_json(value):
    return np.array(value["data"], dtype=value["dtype"]).reshape(value["shape"])


def difference(got, expected, name):
    got = np.asarray(got)
    assert got.shape == expected.shape, f"{name} has shape {got.shape}, not {expected.shape}"
    assert got.dtype == expected.dtype, f"{name} is {got.dtype}, not {expected.dtype}"
    if got.size == 0:
        return 0.0
    return float(np.abs(got.astype("float64") - expected.astype("float64")).max())
