import { advised } from './advised';
import { savedModelCli as tool } from './command';

export const savedModelCli = advised(tool);
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
