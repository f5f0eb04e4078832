/** Ops of several inputs that broadcast against each other. */
import type { DType } from '#tensor';
import { bool, type } from './attr-declaration';
import {
  declare,
  FLOATS,
  INDEX,
  NUMBERS,
  SIGNED,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import type { Shape } from './graph';
import { each } from './infer-elementwise';
import { broadcastShapes, mergeShapes, printShape, ShapeError } from './shapes';

const broadcast = (node: InferContext) => broadcastShapes(node.shape(0), node.shape(1));

const binary = (allowed: readonly DType[]): OpDeclaration =>
  declare('x:T y:T -> z:T', { T: type(allowed) }, broadcast);

const compare = declare('x:T y:T -> z:bool', { T: type(NUMBERS) }, broadcast);
const logical = declare('x:bool y:bool -> z:bool', {}, broadcast);
const equality = declare(
  'x:T y:T -> z:bool',
  { T: type(), incompatible_shape_error: bool(true) },
  broadcast,
);

const ARITHMETIC = 'AddV2 Sub Mul Div RealDiv FloorDiv TruncateDiv FloorMod Maximum Minimum';

/** The older Select takes a condition of the values' shape, a scalar, or a vector that picks rows. */
function inferSelect(node: InferContext): Shape {
  const values = mergeShapes(node.shape(1), node.shape(2));
  const condition = node.shape(0);
  if (condition.length === 0) return values;
  if (condition.length === 1 && values.length > 1) {
    mergeShapes(condition, values.slice(0, 1));
    return values;
  }
  return mergeShapes(values, condition);
}

function inferClip(node: InferContext): Shape {
  for (const bound of [1, 2]) {
    if (broadcastShapes(node.shape(0), node.shape(bound)).length > node.shape(0).length)
      throw new ShapeError(
        `Shapes must be compatible, but are ${printShape(node.shape(0))} and ${printShape(node.shape(bound))}`,
      );
  }
  return node.shape(0);
}

export const BINARY: Readonly<Record<string, OpDeclaration>> = {
  ...each(ARITHMETIC, binary(NUMBERS)),
  Add: binary([...SIGNED, 'uint8']),
  ...each('Mod TruncateMod', binary([...FLOATS, ...INDEX])),
  Pow: binary(SIGNED),
  SquaredDifference: binary([...FLOATS, ...INDEX]),
  ...each('DivNoNan MulNoNan Xdivy Xlogy Xlog1py', binary(FLOATS)),
  Atan2: declare('y:T x:T -> z:T', { T: type(FLOATS) }, broadcast),
  ...each('Greater GreaterEqual Less LessEqual', compare),
  ...each('Equal NotEqual', equality),
  ...each('LogicalAnd LogicalOr', logical),
  AddN: declare('inputs:T*N -> sum:T', { T: type(NUMBERS) }, (node) =>
    node.inputs.map(({ shape }) => shape).reduce(mergeShapes),
  ),
  Select: declare('condition:bool t:T e:T -> output:T', { T: type() }, inferSelect),
  SelectV2: declare('condition:bool t:T e:T -> output:T', { T: type() }, (node) =>
    broadcastShapes(node.shape(0), broadcastShapes(node.shape(1), node.shape(2))),
  ),
  ClipByValue: declare(
    't:T clip_value_min:T clip_value_max:T -> output:T',
    { T: type(NUMBERS) },
    inferClip,
  ),
};
