export { ZipError, type ZipProblem } from './errors';
export type { ZipLimits } from './directory';
export { listZip, type ZipListing } from './list';
export { readZip, type ReadZipOptions } from './reader';
export { writeZip, type WriteZipOptions } from './writer';
