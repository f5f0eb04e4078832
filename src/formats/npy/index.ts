export { readNpz, writeNpz, type NpzArchive } from './archive';
export { readNpy } from './reader';
export { writeNpy } from './writer';
