"""What the real `saved_model_cli show --all` prints of each directory.

Usage: python show_all.py <folder> <case> …; prints one JSON object: case → text.
"""

import contextlib
import io
import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

from tensorflow.python.tools import saved_model_cli  # noqa: E402


def show_all(path):
    text = io.StringIO()
    args = saved_model_cli.create_parser().parse_args(["show", "--dir", path, "--all"])
    with contextlib.redirect_stdout(text):
        args.func()
    return text.getvalue()


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    print(json.dumps({case: show_all(str(folder / case)) for case in sys.argv[2:]}))
