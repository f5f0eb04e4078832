/** From the operations of a routine to items: what each kind of operation is made of. */
import type { Assign, PlanOp, UpdateOp } from '../../plan';
import type { UpdateRule } from '../../update-rule';
import { updateFunction } from '../text/update';
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from './conv';
import { dense, denseInputGradient, denseWeightGradient } from './dense';
import * as elementwise from './elementwise';
import type { FreshTensors } from './fresh-tensors';
import type { Effect, Item } from './item';
import * as layout from './layout';
import type { MapOp } from './map-op';
import { depthwiseConv2dWeightGradient, reduce } from './reduce';
import { RowLowering } from './rows';
import * as windows from './windows';

/** @param rule of the plan's optimizer; needed where something is updated */
export function lower(
  ops: readonly PlanOp[],
  rule: UpdateRule | undefined,
  fresh: FreshTensors,
): Item[] {
  const items: Item[] = [];
  const addMap = (op: MapOp) => items.push({ kind: 'map', op });
  const rows = new RowLowering(fresh, addMap);
  for (const op of ops) for (const item of itemsOf(op, rule, fresh, rows)) items.push(item);
  return items;
}

function* itemsOf(
  op: PlanOp,
  rule: UpdateRule | undefined,
  fresh: FreshTensors,
  rows: RowLowering,
): Iterable<Item> {
  switch (op.kind) {
    case 'dense':
      return yield dense(op);
    case 'denseInputGradient':
      return yield denseInputGradient(op);
    case 'denseWeightGradient':
      return yield denseWeightGradient(op, rule);
    case 'conv2d':
      return yield conv2d(op);
    case 'conv2dInputGradient':
      return yield conv2dInputGradient(op);
    case 'conv2dWeightGradient': {
      const { partial, sums } = conv2dWeightGradient(op, fresh);
      yield partial;
      return yield* sums.map(mapItem);
    }
    case 'update':
      return yield update(op, rule!);
    case 'assign':
      return yield assign(op);
    default:
      return yield* mapsOf(op, fresh, rows).map(mapItem);
  }
}

type MapKind = Exclude<
  PlanOp,
  {
    kind:
      | 'dense'
      | 'denseInputGradient'
      | 'denseWeightGradient'
      | 'conv2d'
      | 'conv2dInputGradient'
      | 'conv2dWeightGradient'
      | 'update'
      | 'assign';
  }
>;

function mapsOf(op: MapKind, fresh: FreshTensors, rows: RowLowering): MapOp[] {
  switch (op.kind) {
    case 'depthwiseConv2d':
      return [windows.depthwiseConv2d(op)];
    case 'depthwiseConv2dInputGradient':
      return [windows.depthwiseConv2dInputGradient(op)];
    case 'depthwiseConv2dWeightGradient':
      return depthwiseConv2dWeightGradient(op, fresh);
    case 'pool':
      return [windows.pool(op)];
    case 'poolGradient':
      return [windows.poolGradient(op)];
    case 'unary':
      return [elementwise.unary(op)];
    case 'unaryGradient':
      return [elementwise.unaryGradient(op)];
    case 'binary':
      return [elementwise.binary(op)];
    case 'select':
      return [elementwise.select(op)];
    case 'reduce':
      return reduce(op, fresh);
    case 'broadcast':
      return [elementwise.broadcast(op)];
    case 'softmax':
    case 'logSoftmax':
      return [rows.softmax(op)];
    case 'softmaxGradient':
    case 'logSoftmaxGradient':
      return [rows.softmaxGradient(op)];
    case 'crossEntropy':
      return [rows.crossEntropy(op)];
    case 'crossEntropyGradient':
      return [rows.crossEntropyGradient(op)];
    case 'argMax':
      return [rows.argMax(op)];
    case 'oneHot':
      return [elementwise.oneHot(op)];
    case 'concat':
      return [layout.concat(op)];
    case 'slice':
      return [layout.slice(op)];
    case 'pad':
      return [layout.pad(op)];
    case 'crop':
      return [layout.crop(op)];
    case 'transpose':
      return [layout.transpose(op)];
    case 'dropout':
      return [elementwise.dropout(op)];
    case 'batchSize':
      return [elementwise.batchSize(op.out, op.factor)];
  }
}

function mapItem(op: MapOp): Item {
  return { kind: 'map', op };
}

function update(op: UpdateOp, rule: UpdateRule): Effect {
  const { gradient, variable, slots } = op;
  return {
    kind: 'effect',
    count: variable.count,
    reads: [gradient, variable, ...slots],
    writes: [variable, ...slots],
    text: (scope) => `${updateFunction(scope, op, rule)}(i, ${scope.load(gradient)}(i));`,
  };
}

function assign({ variable, value }: Assign): Effect {
  return {
    kind: 'effect',
    count: variable.count,
    reads: [value],
    writes: [variable],
    text: (scope) => `${scope.store(variable)}(i, ${scope.load(value)}(i));`,
  };
}
