export { BUILTIN_OPERATORS, type BuiltinOperator } from './builtin-operators';
export * from './model';
export * from './options';
