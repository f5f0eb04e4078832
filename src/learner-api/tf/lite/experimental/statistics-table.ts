/** `layer_statistics` as the CSV file that TensorFlow's debugger writes. */
import { floatText } from '#tensor';
import type { DebugModel } from './debug-model';
import { graphOf } from './pair-ops';

/** Metrics by the name of the tensor that the op makes. */
export type LayerStatistics = Readonly<Record<string, Readonly<Record<string, number>>>>;

const METRICS = ['num_elements', 'stddev', 'mean_error', 'max_abs_error', 'mean_squared_error'];

/** Lines end as Python's csv module ends them. */
export function statisticsTable(
  { model, layers }: DebugModel,
  statistics: LayerStatistics,
): string {
  const header = ['op_name', 'tensor_idx', ...METRICS, 'scale', 'zero_point', 'tensor_name'];
  const rows = layers.map(({ op, quantized }) => {
    const { name, quantization } = graphOf(model).tensors[quantized]!;
    const { num_elements, ...metrics } = statistics[name]!;
    return [
      op,
      String(quantized),
      floatText(num_elements!, 'float64'),
      ...METRICS.slice(1).map((metric) => single(metrics[metric]!)),
      single(quantization!.scale[0]!),
      String(quantization!.zeroPoint[0]!),
      name,
    ];
  });
  return [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** With the digits of a float32. */
function single(value: number): string {
  return floatText(Math.fround(value), 'float32');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
