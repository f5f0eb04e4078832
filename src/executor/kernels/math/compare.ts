/** Comparisons, logic and bits. */
import type { Kernel, Kernels } from '../../kernel';
import { elementCount } from '../../element-types';
import { makeTensor, type Tensor } from '../../tensor';
import { broadcastShape, commonShape, isBig, isComplex, numbersOf, widened } from '../shared';
import { applyLoop, binary, type BinaryLoops } from './apply-binary';
import { loopOf, type RowLoop } from './rows';
import { bigLoop } from './arithmetic';

function comparing(holds: (a: number, b: number) => boolean): RowLoop {
  return loopOf((a, b) => (holds(a, b) ? 1 : 0));
}

function comparison(holds: (a: number, b: number) => boolean): Kernel {
  const loop = comparing(holds);
  return binary({ float: loop, int: loop, big: loop }, 'bool');
}

/** Whether elements are equal, of any type; tensors that do not fit differ where the op allows that. */
function equality(expected: boolean): Kernel {
  const loop = comparing((a, b) => (a === b) === expected);
  return (call) => {
    const [a, b] = [call.input(0), call.input(1)];
    if (!broadcastShape([a.shape, b.shape]) && !call.bool('incompatible_shape_error', true)) {
      return [makeTensor('bool', [], Uint8Array.of(expected ? 0 : 1))];
    }
    const shape = commonShape(a.shape, b.shape);
    if (a.dtype === 'string') {
      return [applyLoop(loop, ...numbered(a, b), shape, 'bool')];
    }
    if (isComplex(a.dtype)) return [complexEquality(a, b, shape, expected)];
    return [applyLoop(loop, a, b, shape, 'bool')];
  };
}

/** Strings as numbers that are equal where the strings are. */
function numbered(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const ids = new Map<string, number>();
  const decoder = new TextDecoder('latin1');
  const idOf = (text: Uint8Array): number => {
    const key = decoder.decode(text);
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  };
  const convert = ({ shape, data }: Tensor): Tensor =>
    makeTensor('int32', shape, Int32Array.from(data as readonly Uint8Array[], idOf));
  return [convert(a), convert(b)];
}

function complexEquality(
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
  expected: boolean,
): Tensor {
  const half = (x: Tensor, offset: number): Tensor => ({
    dtype: 'float64',
    shape: x.shape,
    data: Float64Array.from(
      { length: elementCount(x.shape) },
      (_, i) => numbersOf(x)[2 * i + offset]!,
    ),
  });
  const same = comparing((x, y) => x === y);
  const [re, im] = [0, 1].map((offset) =>
    numbersOf(applyLoop(same, half(a, offset), half(b, offset), shape, 'bool')),
  ) as [Uint8Array, Uint8Array];
  const out = re.map((equal, i) => (((equal & im[i]!) === 1) === expected ? 1 : 0));
  return makeTensor('bool', shape, out);
}

const approximately: Kernel = (call) => {
  const tolerance = call.float('tolerance', 1e-5);
  const loop = comparing((a, b) => Math.abs(a - b) < tolerance);
  return binary({ float: loop, int: loop }, 'bool')(call);
};

function bitwise(compute: (a: number, b: number) => number): Kernel {
  const loop = loopOf(compute);
  return binary({ int: loop, big: loop });
}

/** Shifts by more bits than there are shift by one less than there are. */
function shift(left: boolean): Kernel {
  return (call) => {
    const { dtype } = call.input(0);
    const bits = isBig(dtype) ? 64 : Number(/\d+/.exec(dtype)?.[0] ?? 8);
    const clamp = (by: number): number => Math.min(Math.max(by, 0), bits - 1);
    const unsigned = dtype.startsWith('u');
    const loops: BinaryLoops = {
      int: loopOf((a, b) => (left ? a << clamp(b) : unsigned ? a >>> clamp(b) : a >> clamp(b))),
      big: bigLoop((a, b) => {
        const by = BigInt(clamp(Number(b)));
        return left ? a << by : a >> by;
      }),
    };
    return binary(loops)(call);
  };
}

export const COMPARE: Kernels = widened({
  Equal: equality(true),
  NotEqual: equality(false),
  Less: comparison((a, b) => a < b),
  LessEqual: comparison((a, b) => a <= b),
  Greater: comparison((a, b) => a > b),
  GreaterEqual: comparison((a, b) => a >= b),
  ApproximateEqual: approximately,
  LogicalAnd: comparison((a, b) => a !== 0 && b !== 0),
  LogicalOr: comparison((a, b) => a !== 0 || b !== 0),
  BitwiseAnd: bitwise((a, b) => a & b),
  BitwiseOr: bitwise((a, b) => a | b),
  BitwiseXor: bitwise((a, b) => a ^ b),
  LeftShift: shift(true),
  RightShift: shift(false),
});
