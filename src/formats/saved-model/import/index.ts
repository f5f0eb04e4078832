export {
  functionNames,
  functionParameters,
  signatureNames,
  variableListNames,
  type FunctionParameters,
} from './describe';
export { importFunction, importVariables, type ImportFunctionOptions } from './import-function';
export { importSignature, type ImportSignatureOptions } from './import-signature';
