/** `model.summary()`: Keras's table of layers and its counts, character for character. */
import { DTYPES, sizeOf, type DType } from '#tensor';
import { writeOut } from '../../output';
import { classNameOf } from '../../python/class-name';
import type { Layer } from '../layers/layer';
import type { LayerNode } from '../layers/node';
import { compiledStateOf } from '../training';
import { inputsOf, isFunctional } from './functional-graph';
import type { Model } from './model';
import { describeOutputShape } from './output-shape';
import { renderTable, type Column } from './text-table';

export interface SummaryOptions {
  /** Width in characters. Default: 76, as in a terminal of 80 columns. */
  readonly line_length?: number | null;
  /** Gets the whole text instead of the cell's output. */
  readonly print_fn?: ((text: string) => void) | null;
  /** Show the layers of models inside. Default: false. */
  readonly expand_nested?: boolean;
  /** Add a column that says whether a layer's weights are trained. Default: false. */
  readonly show_trainable?: boolean;
}

const TERMINAL_WIDTH = 76;

/** Prints the summary below the running cell, or gives it to `print_fn`. */
export function printSummary(model: Model, options: SummaryOptions): void {
  const text = summaryText(model, options);
  if (options.print_fn) options.print_fn(text);
  else writeOut(text);
}

/** The text of the summary, which ends with a line break. */
export function summaryText(model: Model, options: SummaryOptions = {}): string {
  const width = options.line_length ?? TERMINAL_WIDTH;
  const isLinear = !isFunctional(model) || isChain(model.nodes_by_depth);
  const rows = model.layers.flatMap((layer) => layerRows(layer, model, isLinear, options, 0));
  const lines = [
    `Model: "${model.name}"`,
    renderTable(columnsFor(isLinear, width, options.show_trainable === true), rows, width),
    ...countLines(model),
  ];
  return `${lines.join('\n')}\n`;
}

function columnsFor(isLinear: boolean, width: number, withTrainable: boolean): Column[] {
  const ends = isLinear ? [0.45, 0.8, 1] : [0.3, 0.56, 0.74, 1];
  const scaled = withTrainable ? [...ends.map((end) => end * 0.9), 1] : ends;
  const stops = [0, ...scaled.map((end) => Math.trunc(end * width))];
  const titles = ['Layer (type)', 'Output Shape', 'Param #'];
  if (!isLinear) titles.push('Connected to');
  if (withTrainable) titles.push('Trainable');
  return titles.map((title, i) => ({
    title,
    width: stops[i + 1]! - stops[i]!,
    align: title === 'Param #' ? 'right' : title === 'Trainable' ? 'center' : 'left',
  }));
}

/** Whether a functional model is a chain of layers with one input each and no layer used twice. */
function isChain(groups: readonly (readonly LayerNode[])[]): boolean {
  if (groups.some((nodes) => nodes.length > 1 || inputsOf(nodes[0]!).length > 1)) return false;
  const layers = groups.map((nodes) => nodes[0]!.operation);
  return new Set(layers).size === layers.length;
}

function layerRows(
  layer: Layer,
  model: Model,
  isLinear: boolean,
  options: SummaryOptions,
  level: number,
): string[][] {
  const prefix = level === 0 ? '' : `${'   '.repeat(level)}└ `;
  const row = [
    `${prefix}${layer.name} (${classNameOf(layer)})`,
    describeOutputShape(layer),
    layer.built ? group(layer.count_params()) : '0 (unbuilt)',
  ];
  if (!isLinear) row.push(connectionsOf(layer, model));
  if (options.show_trainable) row.push(trainableMark(layer));
  const nested = options.expand_nested && 'layers' in layer ? (layer as Model).layers : [];
  return [row, ...nested.flatMap((inner) => layerRows(inner, model, isLinear, options, level + 1))];
}

function trainableMark(layer: Layer): string {
  if (layer.weights.length === 0) return '-';
  return layer.trainable ? 'Y' : 'N';
}

/** `conv2d[0][0], add[0][0]`: the tensors that the layer was called on in this model. */
function connectionsOf(layer: Layer, model: Model): string {
  if (!isFunctional(model)) return '-';
  const own = new Set(model.nodes_by_depth.flat());
  const names = layer.inbound_nodes
    .filter((node) => own.has(node))
    .flatMap(inputsOf)
    .map(({ keras_history: { operation, node_index, tensor_index } }) => {
      return `${operation.name}[${node_index}][${tensor_index}]`;
    });
  return names.join(', ') || '-';
}

interface Sized {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

function countLines(model: Model): string[] {
  const trainable = model.trainable_weights;
  const others = model.non_trainable_weights;
  const optimizer = compiledStateOf(model)?.optimizer;
  const slots = optimizer?.built ? optimizer.variableValues() : undefined;
  const lines = [
    countLine('Total params', [...trainable, ...others, ...(slots ?? [])]),
    countLine('Trainable params', trainable),
    countLine('Non-trainable params', others),
  ];
  return slots ? [...lines, countLine('Optimizer params', slots)] : lines;
}

function countLine(title: string, arrays: readonly Sized[]): string {
  const size = ({ shape }: Sized) => sizeOf(shape);
  const count = arrays.reduce((total, array) => total + size(array), 0);
  const bytes = arrays.reduce((total, array) => total + size(array) * DTYPES[array.dtype].bytes, 0);
  return ` ${title}: ${group(count)} (${readableSize(bytes)})`;
}

/** 203530 → `203,530` */
function group(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `795.04 KB`, in steps of 1024. */
function readableSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}
