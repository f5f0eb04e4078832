/** Every op that graphs may hold. */
import type { OpDeclaration } from './declaration';
import { BINARY } from './infer-binary';
import { ELEMENTWISE } from './infer-elementwise';
import { GATHERING } from './infer-gather';
import { IMAGE } from './infer-image';
import { JOINING } from './infer-join';
import { LAYOUT } from './infer-layout';
import { LINEAR } from './infer-linear';
import { MAKING } from './infer-make';
import { NORMS } from './infer-norm';
import { RANDOM } from './infer-random';
import { REDUCTIONS } from './infer-reduce';
import { SLICING } from './infer-slice';
import { SOURCES } from './infer-sources';
import { WINDOWS } from './infer-window';

export const OPS: ReadonlyMap<string, OpDeclaration> = new Map(
  Object.entries({
    ...SOURCES,
    ...ELEMENTWISE,
    ...BINARY,
    ...LINEAR,
    ...WINDOWS,
    ...NORMS,
    ...IMAGE,
    ...REDUCTIONS,
    ...LAYOUT,
    ...MAKING,
    ...JOINING,
    ...SLICING,
    ...GATHERING,
    ...RANDOM,
  }),
);
