/** Ops that bring values in: constants, placeholders, variables. */
import type { NDArray } from '#tensor';
import { shape, shapeAttr, tensor, text, type } from './attr-declaration';
import { declare, declareMany, stateful, type OpDeclaration } from './declaration';

export const SOURCES: Readonly<Record<string, OpDeclaration>> = {
  NoOp: declareMany('->', {}, () => []),
  Const: declare('-> output:dtype', { dtype: type(), value: tensor() }, (node) => {
    return (node.attrs['value'] as NDArray).shape;
  }),
  Placeholder: declare('-> output:dtype', { dtype: type(), shape: shape() }, (node) =>
    shapeAttr(node.attrs, 'shape'),
  ),
  VarHandleOp: stateful(
    declare(
      '-> resource:resource',
      { dtype: type(), shape: shape(), shared_name: text('') },
      () => [],
    ),
  ),
  ReadVariableOp: stateful(
    declare('resource:resource -> value:dtype', { dtype: type() }, (node) => node.variableShape(0)),
  ),
  AssignVariableOp: stateful(
    declareMany('resource:resource value:dtype ->', { dtype: type() }, () => []),
  ),
};
