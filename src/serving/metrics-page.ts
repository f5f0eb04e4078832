/** Counters and histograms as the Prometheus page of TensorFlow Serving prints them. */
import { compareUtf8 } from '#bytes';
import { formatGeneral } from '#tensor';
import type { MetricKind } from './metrics-buckets';

export interface MetricPoint {
  /** In the order of the metric's label names. */
  readonly labels: readonly string[];
  /** Of a counter: its value. Of a histogram: the sum of its values. */
  readonly value: number;
  /** Values below each limit and not below the one before it, and those above the last. */
  readonly buckets?: readonly number[];
}

export interface MetricView {
  /** `:tensorflow:serving:request_count` */
  readonly name: string;
  readonly kind: MetricKind;
  readonly labelNames: readonly string[];
  /** Of a histogram. */
  readonly limits: readonly number[];
  readonly points: readonly MetricPoint[];
}

/** @param metrics in any order */
export function metricsPage(metrics: Iterable<MetricView>): string {
  const sorted = [...metrics].sort((a, b) => compareUtf8(a.name, b.name));
  return `${sorted.flatMap(metricLines).join('\n')}\n`;
}

function metricLines(metric: MetricView): readonly string[] {
  const { name } = metric;
  const points = [...metric.points].sort(byLabels);
  const lines = points.flatMap((point) => pointLines(name, metric, point));
  return [`# TYPE ${name} ${metric.kind}`, ...lines];
}

function pointLines(name: string, metric: MetricView, point: MetricPoint): readonly string[] {
  const labels = metric.labelNames.map((label, i) => labelText(label, point.labels[i] ?? ''));
  const all = labels.join();
  if (!point.buckets) return [`${name}{${all}} ${point.value}`];
  const bucketLines: string[] = [];
  let count = 0;
  for (const [i, inBucket] of point.buckets.entries()) {
    count += inBucket;
    const limit = metric.limits[i];
    const le = `le="${limit === undefined ? '+Inf' : sixDigits(limit)}"`;
    bucketLines.push(`${name}_bucket{${[...labels, le].join()}} ${count}`);
  }
  return [
    ...bucketLines,
    `${name}_sum{${all}} ${sixDigits(point.value)}`,
    `${name}_count{${all}} ${count}`,
  ];
}

function labelText(label: string, value: string): string {
  const name = label.replace(/^(?=[0-9])/, '_').replace(/[^a-zA-Z0-9]/g, '_');
  return `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The order of a metric's points. */
export function byLabels(a: MetricPoint, b: MetricPoint): number {
  for (const [i, label] of a.labels.entries()) {
    const order = compareUtf8(label, b.labels[i] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function sixDigits(value: number): string {
  return formatGeneral(value, 6);
}
