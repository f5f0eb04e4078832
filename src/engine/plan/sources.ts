/** What a plan's routines read: feeds, variables, constants, and the shapes that the graph's nodes take. */
import type { GraphNode, GraphVariable, Shape, TensorRef } from '#graph';
import { DTYPES, type DType } from '#tensor';
import type { Program } from '../backend';
import { streamsOf } from '../streams';
import { fixed, product, type Dims } from './dims';
import { neededFor, type Sources, variableOf } from './lowering';
import { NotCovered } from './not-covered';
import type { PlanTensor } from './plan';
import { ShapeProbe } from './probe';
import { TensorTable } from './tensor-table';

/** @param roots nodes that some routine has to run */
export function sourcesOf(program: Program, roots: readonly GraphNode[]): Sources {
  const { graph, feeds, training } = program;
  checkFeeds(program);
  const table = new TensorTable();
  const needed = neededFor(graph, roots);
  const trainable = new Set(training?.trainable);
  return {
    graph,
    table,
    ...probed(needed),
    feeds: new Map(feeds.map((feed) => [feed.node, feedTensor(feed, table)])),
    variables: new Map(
      graph.variables.map((variable) => [variable, variableTensor(variable, table)]),
    ),
    streams: streamsOf(graph),
    trained: dependents(needed, trainable),
  };
}

function probed(nodes: readonly GraphNode[]): Pick<Sources, 'probe' | 'refused'> {
  const probe = new ShapeProbe();
  const refused = new Map<GraphNode, NotCovered>();
  for (const node of nodes) {
    const before = node.inputs.map((input) => refused.get(input.node)).find(Boolean);
    try {
      if (before) refused.set(node, before);
      else probe.add(node);
    } catch (error) {
      if (!(error instanceof NotCovered)) throw error;
      refused.set(node, error);
    }
  }
  return { probe, refused };
}

function checkFeeds({ feeds, isWhole }: Program): void {
  const shapes = feeds.map(specOf).map(({ shape }) => shape);
  if (shapes.some((shape) => shape.slice(1).includes(null))) {
    throw new NotCovered('an input of which more than the batch is unknown');
  }
  const batched = shapes.filter(isBatched);
  if (isWhole && batched.length > 1) throw new NotCovered('several inputs of unknown length');
  if (!isWhole && batched.length < shapes.length) {
    throw new NotCovered('an input whose batch has a fixed size');
  }
  for (const feed of feeds) checkFeedDType(feed, isWhole === true);
}

/** Of whole numbers that the learner gives, nobody knows how large they are; labels are small. */
function checkFeedDType(feed: TensorRef, isWhole: boolean): void {
  const { dtype } = specOf(feed);
  const isKnown = Object.hasOwn(DTYPES, dtype) && !UNCOVERED.has(dtype as DType);
  if (!isKnown || (isWhole && WIDE.has(dtype as DType))) {
    throw new NotCovered(`an input of ${dtype}`);
  }
}

const UNCOVERED: ReadonlySet<DType> = new Set(['float16', 'float64', 'uint32']);
const WIDE: ReadonlySet<DType> = new Set(['int32', 'int64']);

function feedTensor(feed: TensorRef, table: TensorTable): PlanTensor {
  const dims: Dims = specOf(feed).shape.map((dim) =>
    dim === null ? { each: 1, isBatched: true } : fixed(dim),
  );
  return table.add(feed.node.name, product(dims), 'feed');
}

function variableTensor({ path, shape }: GraphVariable, table: TensorTable): PlanTensor {
  return table.add(path, product(shape.map(fixed)), 'variable');
}

function specOf({ node, index }: TensorRef) {
  return node.outputs[index]!;
}

function isBatched(shape: Shape): boolean {
  return shape[0] === null;
}

/** Nodes with a trained variable behind them. */
function dependents(
  nodes: readonly GraphNode[],
  trainable: ReadonlySet<GraphVariable>,
): Set<GraphNode> {
  const found = new Set<GraphNode>();
  for (const node of nodes) {
    const reads = node.op === 'ReadVariableOp' && trainable.has(variableOf(node));
    if (reads || node.inputs.some((input) => found.has(input.node))) found.add(node);
  }
  return found;
}
