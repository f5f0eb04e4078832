"""The real `saved_model_cli`, without a start of Python for every call."""

import contextlib
import io
import multiprocessing
import sys

from tensorflow.python.saved_model import nested_structure_coder
from tensorflow.python.tools import saved_model_cli


def decode_dict(self, value, decode):
    """Dicts come in the order of a protocol buffer's map, which changes from run to run; here in that of their keys."""
    del self
    fields = value.dict_value.fields
    return {key: decode(fields[key]) for key in sorted(fields)}


nested_structure_coder._DictCodec.do_decode = decode_dict


def run_tool(arguments):
    """What the tool prints."""
    text = io.StringIO()
    args = saved_model_cli.create_parser().parse_args(arguments)
    with contextlib.redirect_stdout(text):
        args.func()
    return text.getvalue()


def run_tool_afresh(calls):
    """What the tool prints of each call in a process of its own: a counter in TensorFlow decides on the order of traces."""
    methods = multiprocessing.get_all_start_methods()
    how = "fork" if sys.platform == "linux" and "fork" in methods else "spawn"
    with multiprocessing.get_context(how).Pool(2, maxtasksperchild=1) as pool:
        return pool.map(run_tool, calls, chunksize=1)
