import { advised } from './advised';
import { savedModelCli as tool } from './command';

export const savedModelCli = advised(tool);
