"""Runs lesson 4's SavedModel in TensorFlow on the pictures that the app's server was asked about.

python judge_lesson.py FOLDER: prints the largest difference to the answers in FOLDER/answers.json.
"""

import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

folder = pathlib.Path(sys.argv[1])
pictures = np.load(folder / "pictures.npy")
signatures = tf.saved_model.load(str(folder / "1")).signatures
raw = signatures["serve_raw"](images=tf.constant(pictures))["probabilities"].numpy()
scaled = tf.constant(pictures.astype(np.float32) / 255)
(key,) = signatures["serving_default"].structured_input_signature[1]
plain = signatures["serving_default"](**{key: scaled})["output_0"].numpy()
answers = json.loads((folder / "answers.json").read_text())
expected = {"rows": plain, "columns": plain, "raw": raw}
print(max(float(np.abs(np.array(answers[name]) - value).max()) for name, value in expected.items()))
