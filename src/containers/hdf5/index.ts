export { readHdf5 } from './reader';
export type { Hdf5Tree } from './schema';
export { writeHdf5 } from './writer';
