/** Ops of one input that work element by element. */
import type { DType } from '#tensor';
import {
  bool,
  float,
  floats,
  listAttr,
  shape,
  shapeAttr,
  text,
  type,
  type AttrDeclaration,
} from './attr-declaration';
import {
  declare,
  FLOATS,
  NUMBERS,
  SIGNED,
  stateful,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import { mergeShapes, ShapeError } from './shapes';

type Attrs = Readonly<Record<string, AttrDeclaration>>;

const asInput = (node: InferContext) => node.shape(0);

/** @param args as in `x:T -> y:T` */
const unary = (args: string, allowed?: readonly DType[], attrs: Attrs = {}): OpDeclaration =>
  declare(args, { T: type(allowed), ...attrs }, asInput);

export const each = (ops: string, declaration: OpDeclaration) =>
  Object.fromEntries(ops.split(' ').map((op) => [op, declaration]));

const FLOAT_MATH =
  'Exp Expm1 Log Log1p Sqrt Rsqrt Floor Ceil Rint Sigmoid Tanh Erf Erfc Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh';

export const ELEMENTWISE: Readonly<Record<string, OpDeclaration>> = {
  ...each(FLOAT_MATH, unary('x:T -> y:T', FLOATS)),
  ...each('Neg Abs Sign Round Reciprocal Inv', unary('x:T -> y:T', SIGNED)),
  Square: unary('x:T -> y:T', NUMBERS),
  ZerosLike: unary('x:T -> y:T'),
  OnesLike: unary('x:T -> y:T', [...NUMBERS, 'bool']),
  LogicalNot: declare('x:bool -> y:bool', {}, asInput),
  ...each('IsNan IsInf IsFinite', declare('x:T -> y:bool', { T: type(FLOATS) }, asInput)),
  ...each('Identity StopGradient Snapshot', unary('input:T -> output:T')),
  PreventGradient: unary('input:T -> output:T', undefined, { message: text('') }),
  CheckNumerics: stateful(unary('tensor:T -> output:T', FLOATS, { message: text() })),
  EnsureShape: declare('input:T -> output:T', { T: type(), shape: shape() }, (node) =>
    mergeShapes(node.shape(0), shapeAttr(node.attrs, 'shape')),
  ),
  ...each('Relu Relu6', unary('features:T -> activations:T', NUMBERS)),
  ...each('Elu Selu Softplus Softsign', unary('features:T -> activations:T', FLOATS)),
  LeakyRelu: unary('features:T -> activations:T', FLOATS, { alpha: float(0.2) }),
  Cast: declare('x:SrcT -> y:DstT', { SrcT: type(), DstT: type(), Truncate: bool(false) }, asInput),
  Bucketize: declare(
    'input:T -> output:int32',
    { T: type(['int32', 'int64', 'float32', 'float64']), boundaries: floats() },
    inferBucketize,
  ),
};

function inferBucketize(node: InferContext) {
  const boundaries = listAttr(node.attrs, 'boundaries');
  if (boundaries.some((value, i) => i > 0 && value < boundaries[i - 1]!))
    throw new ShapeError('Expected sorted boundaries');
  return node.shape(0);
}
