/** Every op that graphs may hold. */
import type { OpDeclaration } from './declaration';
import { ELEMENTWISE } from './infer-elementwise';
import { LAYOUT } from './infer-layout';
import { LINEAR } from './infer-linear';
import { REDUCTIONS } from './infer-reduce';
import { PICKING } from './infer-slice';
import { SOURCES } from './infer-sources';

export const OPS: ReadonlyMap<string, OpDeclaration> = new Map(
  Object.entries({ ...SOURCES, ...ELEMENTWISE, ...LINEAR, ...REDUCTIONS, ...LAYOUT, ...PICKING }),
);
