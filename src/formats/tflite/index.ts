export { BUILTIN_OPERATORS, type BuiltinOperator } from './builtin-operators';
export { constantOf } from './constants';
export * from './model';
export { opCodeName, opName, tensorLabel } from './names';
export * from './options';
export { readTflite } from './reader';
export { bitsOf, byteLengthOf, dtypeOf, typeOf } from './types';
export { validateTflite } from './validate';
export { writeTflite } from './writer';
