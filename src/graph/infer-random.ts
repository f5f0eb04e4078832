/** Ops that draw random numbers. */
import type { DType } from '#tensor';
import { int, type } from './attr-declaration';
import {
  declare,
  declareMany,
  FLOATS,
  INDEX,
  stateful,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import type { Shape } from './graph';
import { each } from './infer-elementwise';
import { inferSizes } from './infer-make';
import { requireRank } from './shapes';

const SEEDS = { seed: int(0), seed2: int(0) };
const sized = (node: InferContext) => inferSizes(node);

const seeded = stateful(
  declare('shape:T -> output:dtype', { T: type(INDEX), dtype: type(FLOATS), ...SEEDS }, sized),
);

const stateless = declare(
  'shape:T seed:Tseed -> output:dtype',
  { T: type(INDEX), Tseed: type(INDEX), dtype: type(FLOATS, 'float32') },
  sized,
);

const KEYS = 'key:uint64 counter:uint64 alg:int32';

const keyed = declare(
  `shape:Tshape ${KEYS} -> output:dtype`,
  { Tshape: type(INDEX), dtype: type(FLOATS, 'float32') },
  sized,
);

const WHOLE: readonly DType[] = [...INDEX, 'uint32'];

const keyCounter = (node: InferContext): Shape[] => {
  requireRank(node.shape(0), 1);
  return [[1], [2]];
};

export const RANDOM: Readonly<Record<string, OpDeclaration>> = {
  ...each('RandomUniform RandomStandardNormal TruncatedNormal', seeded),
  RandomUniformInt: stateful(
    declare(
      'shape:T minval:Tout maxval:Tout -> output:Tout',
      { T: type(INDEX), Tout: type(INDEX), ...SEEDS },
      sized,
    ),
  ),
  ...each('StatelessRandomUniform StatelessRandomNormal StatelessTruncatedNormal', stateless),
  StatelessRandomUniformInt: declare(
    'shape:T seed:Tseed minval:dtype maxval:dtype -> output:dtype',
    { T: type(INDEX), Tseed: type(INDEX), dtype: type(INDEX) },
    sized,
  ),
  ...each('StatelessRandomUniformV2 StatelessRandomNormalV2 StatelessTruncatedNormalV2', keyed),
  StatelessRandomUniformIntV2: declare(
    `shape:Tshape ${KEYS} minval:dtype maxval:dtype -> output:dtype`,
    { Tshape: type(INDEX), dtype: type(WHOLE) },
    sized,
  ),
  StatelessRandomUniformFullIntV2: declare(
    `shape:Tshape ${KEYS} -> output:dtype`,
    { Tshape: type(INDEX), dtype: type(WHOLE) },
    sized,
  ),
  StatelessRandomGetKeyCounter: declareMany(
    'seed:Tseed -> key:uint64 counter:uint64',
    { Tseed: type(INDEX) },
    keyCounter,
  ),
  StatelessRandomGetAlg: stateful(declare('-> alg:int32', {}, () => [])),
  StatelessRandomGetKeyCounterAlg: declareMany(
    'seed:Tseed -> key:uint64 counter:uint64 alg:int32',
    { Tseed: type(INDEX) },
    (node) => [...keyCounter(node), []],
  ),
};
