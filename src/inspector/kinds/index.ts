/** Every kind of artifact that can be looked into. A further one is a file here and a line in the list. */
import type { ArtifactFile, ArtifactKind } from '../artifact';
import { isText } from '../text';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const HDF5 = [0x89, 0x48, 0x44, 0x46];
const TFLITE = [0x54, 0x46, 0x4c, 0x33];
const NPY = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

function beginsWith({ bytes }: ArtifactFile, magic: readonly number[], at = 0): boolean {
  return magic.every((byte, index) => bytes[at + index] === byte);
}

/** The first that matches opens the artifact; the last takes everything. */
const KINDS: readonly ArtifactKind[] = [
  {
    matches: ({ kind }) => kind === 'directory',
    load: () => import('./saved-model'),
  },
  {
    matches: ({ name }) => name.endsWith('.keras'),
    load: () => import('./keras'),
  },
  {
    matches: (file) => file.name.endsWith('.tflite') || beginsWith(file, TFLITE, 4),
    load: () => import('./tflite'),
  },
  {
    matches: ({ name }) => name.endsWith('.npz'),
    load: () => import('./npz'),
  },
  {
    matches: (file) => beginsWith(file, ZIP) || file.name.endsWith('.zip'),
    load: () => import('./zip'),
  },
  {
    matches: (file) => beginsWith(file, HDF5) || /\.(h5|hdf5)$/.test(file.name),
    load: () => import('./hdf5'),
  },
  {
    matches: (file) => beginsWith(file, NPY) || file.name.endsWith('.npy'),
    load: () => import('./npy'),
  },
  {
    matches: ({ name }) => name.endsWith('.pb'),
    load: () => import('./protobuf'),
  },
  {
    matches: ({ name }) => name.endsWith('.index'),
    load: () => import('./bundle-index'),
  },
  {
    matches: ({ name }) => name.endsWith('.json'),
    load: () => import('./json'),
  },
  {
    matches: ({ bytes }) => bytes.length > 0 && isText(bytes),
    load: () => import('./text'),
  },
  { matches: () => true, load: () => import('./bytes') },
];

export function findKind(file: ArtifactFile): ArtifactKind {
  return KINDS.find((kind) => kind.matches(file))!;
}
