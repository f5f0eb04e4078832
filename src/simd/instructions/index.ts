export { dense, type DenseAt } from './dense';
export { denseInputGradient, type DenseInputGradientAt } from './dense-input-gradient';
export { denseWeightGradient, type DenseWeightGradientAt } from './dense-weight-gradient';
export type { Activation, DropoutAt, EpilogueAt, GateAt } from './epilogue';
export { fill } from './fill';
export { update, type UpdateAt, type UpdateInto, type UpdateRule } from './update';
