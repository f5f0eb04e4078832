"""What the real `saved_model_cli show --all` prints of each directory.

Usage: python show_all.py <folder> <case> …; prints one JSON object: case → text.
"""

import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

from command_line import run_tool_afresh  # noqa: E402

if __name__ == "__main__":
    folder, cases = pathlib.Path(sys.argv[1]), sys.argv[2:]
    calls = [["show", "--dir", str(folder / case), "--all"] for case in cases]
    print(json.dumps(dict(zip(cases, run_tool_afresh(calls)))))
