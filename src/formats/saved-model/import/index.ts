export {
  functionNames,
  importFunction,
  importVariables,
  type ImportFunctionOptions,
} from './import-function';
export { importSignature, type ImportSignatureOptions } from './import-signature';
