"""Two `.tflite` files, op by op and tensor by tensor. Reads them with TensorFlow's own schema classes."""

import numpy as np
from tensorflow.lite.python import schema_py_generated as schema

OPS = {value: name for name, value in vars(schema.BuiltinOperator).items() if name[0] != "_"}
TYPES = {value: name for name, value in vars(schema.TensorType).items() if name[0] != "_"}

#: Ops that do nothing but compute the shape of a tensor whose batch is open.
SHAPE_OPS = {"SHAPE", "STRIDED_SLICE", "PACK", "GATHER", "REDUCE_PROD", "CONCATENATION"}

#: Fields of options that no kernel reads, or that say what a version says.
IGNORED = {"quantizedBiasType", "potScaleInt16"}

SCALE_TOLERANCE = 1e-6

DTYPES = {
    "INT64": "int64",
    "INT32": "int32",
    "INT16": "int16",
    "INT8": "int8",
    "UINT8": "uint8",
    "FLOAT32": "float32",
    "FLOAT16": "float16",
}


class File:
    def __init__(self, content):
        self.model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))
        self.graph = self.model.subgraphs[0]
        self.widened = {
            op.outputs[0]: op.inputs[0] for op in self.graph.operators if self.is_widening(op)
        }
        self.ops = [
            op
            for op in self.graph.operators
            if not self.is_shape_arithmetic(op) and op.outputs[0] not in self.widened
        ]

    def code(self, op):
        entry = self.model.operatorCodes[op.opcodeIndex]
        return OPS[max(entry.builtinCode, entry.deprecatedBuiltinCode)]

    def tensor(self, index):
        """A float16 constant for what is made of it: TensorFlow orders those ops as it happens to."""
        return self.graph.tensors[self.widened.get(index, index)] if index >= 0 else None

    def is_widening(self, op):
        if self.code(op) != "DEQUANTIZE":
            return False
        source = self.graph.tensors[op.inputs[0]]
        return TYPES[source.type] == "FLOAT16" and self.data(source) is not None

    def data(self, tensor):
        data = self.model.buffers[tensor.buffer].data
        return None if data is None or len(data) == 0 else bytes(data)

    def is_shape_arithmetic(self, op):
        if self.code(op) not in SHAPE_OPS:
            return False
        return all(TYPES[self.tensor(i).type] == "INT32" for i in op.outputs)


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def shape_of(tensor):
    return [] if tensor.shape is None else [int(n) for n in tensor.shape]


def parameters(tensor):
    """Scales and zero points, empty where the tensor has none."""
    q = tensor.quantization
    if q is None or q.scale is None:
        return np.zeros(0, "float32"), []
    return np.asarray(q.scale, "float32"), [int(z) for z in q.zeroPoint]


def compare_parameters(where, ours, theirs, found):
    (scale, zero), (real_scale, real_zero) = parameters(ours), parameters(theirs)
    if len(scale) != len(real_scale):
        found.append(f"{where}: {len(scale)} scales, not {len(real_scale)}")
        return
    if len(scale) == 0:
        return
    relative = np.abs(scale.astype("float64") / real_scale.astype("float64") - 1).max()
    if not relative <= SCALE_TOLERANCE:  # 0 / 0 is neither
        found.append(f"{where}: scale {scale[0]} not {real_scale[0]} ({relative:.1e} relative)")
    if zero != real_zero:
        found.append(f"{where}: zero point {zero[:3]} not {real_zero[:3]}")
    if len(scale) > 1 and ours.quantization.quantizedDimension != theirs.quantization.quantizedDimension:
        found.append(f"{where}: another quantized dimension")


def compare_tensor(where, a, ours, b, theirs, found):
    if (ours is None) != (theirs is None):
        found.append(f"{where}: {'left out' if ours is None else 'not left out'}")
        return
    if ours is None:
        return
    if ours.type != theirs.type:
        found.append(f"{where}: {TYPES[ours.type]} not {TYPES[theirs.type]}")
        return
    mine, real = a.data(ours), b.data(theirs)
    is_shape = TYPES[ours.type] == "INT32" and real is None
    if is_shape:
        return
    if shape_of(ours) != shape_of(theirs):
        found.append(f"{where}: shape {shape_of(ours)} not {shape_of(theirs)}")
    compare_parameters(where, ours, theirs, found)
    if mine != real:
        is_bias = TYPES[ours.type] in ("INT32", "INT64") and len(parameters(ours)[0]) > 0
        problem = differing(mine, real, TYPES[ours.type], is_bias)
        if problem:
            found.append(f"{where}: {problem}")


def differing(mine, real, kind, is_bias):
    """A bias is counted in steps of its input's scale, so the last digits of that are in it."""
    if mine is None or real is None:
        return "constant in one of them only"
    if kind not in DTYPES or len(mine) != len(real):
        return f"{len(mine)} bytes not {len(real)}"
    a, b = np.frombuffer(mine, DTYPES[kind]), np.frombuffer(real, DTYPES[kind])
    gap = np.abs(a.astype("float64") - b.astype("float64"))
    allowed = np.maximum(1, np.abs(b.astype("float64")) * 2 * SCALE_TOLERANCE) if is_bias else 0
    wrong = (a != b) & ~(gap <= allowed)
    if not wrong.any():
        return None
    return f"{np.count_nonzero(wrong)} of {gap.size} values differ, by up to {gap.max():.3g}"


def compare_options(where, ours, theirs, found):
    mine = {} if ours is None else {k: v for k, v in vars(ours).items() if k not in IGNORED}
    real = {} if theirs is None else {k: v for k, v in vars(theirs).items() if k not in IGNORED}
    if "newShape" in real or "newShape" in mine:
        return
    for key in sorted(real.keys() | mine.keys()):
        if not np.array_equal(real.get(key), mine.get(key)):
            found.append(f"{where}: {key} {mine.get(key)} not {real.get(key)}")


def versions(file):
    """The highest version of each op: TensorFlow counts one for all uses of an op."""
    found = {}
    for op in file.ops:
        version = file.model.operatorCodes[op.opcodeIndex].version
        found[file.code(op)] = max(version, found.get(file.code(op), 0))
    return found


def has_int16(file):
    return any(TYPES[tensor.type] == "INT16" for tensor in file.graph.tensors)


def compare_versions(a, b, found):
    """But for int16x8 files: TensorFlow leaves the int8 numbers in those."""
    mine, real = versions(a), versions(b)
    if mine != real and not has_int16(a):
        found.append(f"versions: {mine} not {real}")


def compare(content, real_content):
    """What differs, as sentences; empty when nothing does."""
    a, b = File(content), File(real_content)
    codes, real_codes = [a.code(op) for op in a.ops], [b.code(op) for op in b.ops]
    if codes != real_codes:
        return [f"ops: {' '.join(codes)} not {' '.join(real_codes)}"]
    found = []
    for n, (op, real) in enumerate(zip(a.ops, b.ops)):
        where = f"{n} {a.code(op)}"
        compare_options(where, op.builtinOptions, real.builtinOptions, found)
        if len(op.inputs) != len(real.inputs):
            found.append(f"{where}: {len(op.inputs)} inputs not {len(real.inputs)}")
            continue
        for kind, ours, theirs in (("input", op.inputs, real.inputs), ("output", op.outputs, real.outputs)):
            for i, (x, y) in enumerate(zip(ours, theirs)):
                compare_tensor(f"{where} {kind} {i}", a, a.tensor(x), b, b.tensor(y), found)
    compare_ends(a, b, found)
    compare_versions(a, b, found)
    return found


def compare_ends(a, b, found):
    """Names that others call the model by."""
    for kind in ("inputs", "outputs"):
        mine = [text(a.tensor(i).name) for i in getattr(a.graph, kind)]
        real = [text(b.tensor(i).name) for i in getattr(b.graph, kind)]
        if mine != real:
            found.append(f"names of {kind}: {mine} not {real}")
    mine, real = signatures(a), signatures(b)
    if mine != real:
        found.append(f"signatures: {mine} not {real}")


def signatures(file):
    def names(entries):
        return sorted((text(entry.name), text(file.tensor(entry.tensorIndex).name)) for entry in entries)

    return [
        (text(s.signatureKey), names(s.inputs), names(s.outputs)) for s in file.model.signatureDefs or []
    ]
