export { namePlainly } from './calls';
export { compileCell, type CellHelpers, type CompiledCell } from './compile';
export type { Position } from './positions';
export { CellSyntaxError } from './syntax-error';
