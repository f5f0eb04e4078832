/** `tf` as a cell sees it: tensors and operations, for layers and functions of one's own. */
import type { SymbolicTensor } from '#graph';
import { pythonModule } from '../python/module';
import * as arrays from './arrays';
import { confusion_matrix } from './confusion-matrix';
import { dtypes } from '../dtypes';
import { make_ndarray, make_tensor_proto, train } from '../grpc';
import { tfFunction } from './function';
import * as lite from './lite';
import * as elementwise from './math';
import { nn } from './nn';
import * as saved_model from './saved-model';
import { TensorSpec } from './tensor-spec';

const { clip_by_value, where, divide, ...functions } = elementwise;

const math = pythonModule('tf.math', {
  ...functions,
  divide,
  confusion_matrix,
  truediv: divide,
  mod: functions.floormod,
  softmax: nn.softmax,
  log_softmax: nn.log_softmax,
  softplus: nn.softplus,
  softsign: nn.softsign,
});

/** Types, for annotations. */
// eslint-disable-next-line @typescript-eslint/no-namespace
export declare namespace tf {
  /** A tensor of a graph: what `call` of a layer, a loss or a metric is given. */
  type Tensor = SymbolicTensor;
}

/**
 * `tf`: on tensors of a graph its functions add operations, on arrays they compute and give a promise. What real
 * TensorFlow has and this one does not is a NotImplementedError.
 */
export const tf = pythonModule(
  'tf',
  {
    ...dtypes,
    ...arrays,
    TensorSpec,
    function: tfFunction,
    saved_model: pythonModule('tf.saved_model', saved_model),
    lite: pythonModule('tf.lite', lite),
    train,
    make_tensor_proto,
    make_ndarray,
    newaxis: null,
    math,
    nn,
    clip_by_value,
    where,
    divide,
    truediv: divide,
    abs: functions.abs,
    add: functions.add,
    subtract: functions.subtract,
    multiply: functions.multiply,
    negative: functions.negative,
    pow: functions.pow,
    exp: functions.exp,
    sqrt: functions.sqrt,
    square: functions.square,
    sign: functions.sign,
    round: functions.round,
    floor: functions.floor,
    sin: functions.sin,
    cos: functions.cos,
    tanh: functions.tanh,
    sigmoid: functions.sigmoid,
    maximum: functions.maximum,
    minimum: functions.minimum,
    equal: functions.equal,
    not_equal: functions.not_equal,
    greater: functions.greater,
    greater_equal: functions.greater_equal,
    less: functions.less,
    less_equal: functions.less_equal,
    logical_and: functions.logical_and,
    logical_or: functions.logical_or,
    logical_not: functions.logical_not,
    argmax: functions.argmax,
    reduce_mean: functions.reduce_mean,
    reduce_sum: functions.reduce_sum,
    reduce_max: functions.reduce_max,
    reduce_min: functions.reduce_min,
    reduce_prod: functions.reduce_prod,
    reduce_all: functions.reduce_all,
    reduce_any: functions.reduce_any,
  },
  {
    data: 'Write a generator function that cuts an array: function* () { for (let i = 0; i < 100; i++) yield [x.slice(i, i + 1)]; }',
    keras: 'Write keras: it is in scope by itself.',
  },
);
