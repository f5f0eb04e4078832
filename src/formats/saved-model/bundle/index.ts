export { openTensorBundle } from './reader';
export { writeTensorBundle, type BundleFiles, type BundleValue } from './writer';
