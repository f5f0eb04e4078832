/** Ops that work element by element. */
import type { DType } from '#tensor';
import {
  declare,
  FLOATS,
  like,
  NUMBERS,
  SIGNED,
  typeAttr,
  type Attrs,
  type OpDeclaration,
} from './declaration';
import { broadcastShapes } from './shapes';

type Types = readonly DType[] | null;

const unary = (input: string, T: Types, defaults: Attrs = {}): OpDeclaration =>
  declare(`${input}:T`, { T }, defaults, (node) => like(node, node.shape(0)));

const binary = (T: Types, dtype?: DType): OpDeclaration =>
  declare('x:T y:T', { T }, {}, (node) => ({
    dtype: dtype ?? node.inputs[0]!.dtype,
    shape: broadcastShapes(node.shape(0), node.shape(1)),
  }));

const logical = declare('x:bool y:bool', {}, {}, (node) => ({
  dtype: 'bool',
  shape: broadcastShapes(node.shape(0), node.shape(1)),
}));

const each = (ops: readonly string[], declaration: OpDeclaration) =>
  Object.fromEntries(ops.map((op) => [op, declaration]));

const ARITHMETIC = ['AddV2', 'Sub', 'Mul', 'RealDiv', 'FloorDiv', 'FloorMod', 'Maximum', 'Minimum'];
const FLOAT_MATH = ['Exp', 'Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Floor', 'Sigmoid', 'Tanh', 'Erf'];

export const ELEMENTWISE: Readonly<Record<string, OpDeclaration>> = {
  ...each(ARITHMETIC, binary(NUMBERS)),
  ...each(['Pow', 'SquaredDifference'], binary(SIGNED)),
  ...each(['Greater', 'GreaterEqual', 'Less', 'LessEqual'], binary(NUMBERS, 'bool')),
  ...each(['Equal', 'NotEqual'], binary(null, 'bool')),
  ...each(['LogicalAnd', 'LogicalOr'], logical),
  LogicalNot: declare('x:bool', {}, {}, (node) => like(node, node.shape(0))),
  ...each(['Identity', 'StopGradient'], unary('input', null)),
  ...each(['ZerosLike', 'OnesLike'], unary('x', null)),
  ...each(['Neg', 'Abs', 'Sign', 'Round'], unary('x', SIGNED)),
  Square: unary('x', NUMBERS),
  ...each([...FLOAT_MATH, 'Sin', 'Cos'], unary('x', FLOATS)),
  ...each(['Relu', 'Relu6'], unary('features', NUMBERS)),
  ...each(['Elu', 'Selu', 'Softplus', 'Softsign'], unary('features', FLOATS)),
  LeakyRelu: unary('features', FLOATS, { alpha: 0.2 }),
  Cast: declare('x:SrcT', { SrcT: null, DstT: null }, {}, (node) => ({
    dtype: typeAttr(node.attrs, 'DstT'),
    shape: node.shape(0),
  })),
  SelectV2: declare('condition:bool t:T e:T', { T: null }, {}, (node) => ({
    dtype: node.inputs[1]!.dtype,
    shape: broadcastShapes(node.shape(0), broadcastShapes(node.shape(1), node.shape(2))),
  })),
};
