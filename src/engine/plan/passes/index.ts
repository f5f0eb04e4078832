/** What becomes of a routine before engines see it. */
import { dropDead } from './drop-dead';
import { foldConstants } from './fold-constants';
import { fuseBias } from './fuse-bias';
import { fuseBiasGradients } from './fuse-bias-gradients';
import { fuseActivations, fuseDropouts } from './fuse-epilogues';
import { fuseGates } from './fuse-gates';
import { fuseUpdates } from './fuse-updates';
import type { Pass } from './pass';

export type { Pass };

/** In this order: what is read once can be fused, so what nobody reads goes first, and gates before epilogues. */
export const PASSES: readonly Pass[] = [
  dropDead,
  foldConstants,
  fuseGates,
  fuseBias,
  fuseActivations,
  fuseDropouts,
  fuseBiasGradients,
  fuseUpdates,
  dropDead,
];
