/** Ops that bring values in: constants, placeholders, variables, random numbers, fills. */
import { declare, FLOATS, INDEX, shapeAttr, typeAttr, type OpDeclaration } from './declaration';
import type { NDArray } from '#tensor';

export const SOURCES: Readonly<Record<string, OpDeclaration>> = {
  Const: declare('', { dtype: null }, {}, (node) => {
    const value = node.attrs['value'] as NDArray;
    return { dtype: value.dtype, shape: value.shape };
  }),
  Placeholder: declare('', { dtype: null }, {}, (node) => ({
    dtype: typeAttr(node.attrs, 'dtype'),
    shape: shapeAttr(node.attrs, 'shape'),
  })),
  VarHandleOp: declare('', { dtype: null }, {}, () => ({ dtype: 'resource', shape: [] })),
  ReadVariableOp: declare('resource:resource', { dtype: null }, {}, (node) => ({
    dtype: typeAttr(node.attrs, 'dtype'),
    shape: node.variableShape(0),
  })),
  AssignVariableOp: declare('resource:resource value:dtype', { dtype: null }, {}, () => []),
  RandomUniform: declare('shape:T', { T: INDEX, dtype: FLOATS }, { seed: 0, seed2: 0 }, (node) => ({
    dtype: typeAttr(node.attrs, 'dtype'),
    shape: node.sizes(0),
  })),
  Fill: declare('dims:index_type value:T', { T: null, index_type: INDEX }, {}, (node) => ({
    dtype: node.inputs[1]!.dtype,
    shape: node.sizes(0),
  })),
};
