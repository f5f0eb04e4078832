export { savedModelCli } from './command';
export { scanText } from './scan';
export {
  findMetaGraph,
  findSignature,
  showAll,
  showOps,
  showSignature,
  showSignatureKeys,
  showTagSets,
} from './show';
