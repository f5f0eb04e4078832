/** What the server counts; names and labels as in TensorFlow Serving's Prometheus page. */
import { DECLARED, limitsOf, printedName, type MetricKind } from './metrics-buckets';
import { byLabels, metricsPage, type MetricPoint, type MetricView } from './metrics-page';

export interface Metrics {
  /**
   * Adds to a counter; the first call fixes its label names.
   * @param name TensorFlow's: `/tensorflow/serving/request_count`
   */
  count(name: string, labels: Readonly<Record<string, string>>, by?: number): void;
  /** Adds a value to a histogram with TensorFlow's buckets for latencies (10·1.8ⁱ µs) unless it has its own. */
  observe(name: string, labels: Readonly<Record<string, string>>, value: number): void;
}

/** JSON. */
export type MetricsSnapshot = readonly MetricView[];

export interface MetricsRegistry extends Metrics {
  /** A counter with the labels that come first; 0 for what has counted nothing, or is no counter. */
  value(name: string): number;
  /** The text of the Prometheus page. */
  page(): string;
  snapshot(): MetricsSnapshot;
}

/** Sets of labels of one metric: requests choose the names of models, and those beyond this are not counted. */
const MAX_POINTS = 1000;

export const PROMETHEUS_PATH = '/monitoring/prometheus/metrics';

/** @param restored what another registry's `snapshot` said: counting goes on from there */
export function createMetrics(restored?: MetricsSnapshot): MetricsRegistry {
  return new Registry(restored ?? []);
}

interface Metric {
  readonly name: string;
  readonly kind: MetricKind;
  labelNames: readonly string[];
  readonly limits: readonly number[];
  /** By their labels as JSON. */
  readonly points: Map<string, Point>;
}

interface Point {
  readonly labels: readonly string[];
  value: number;
  readonly buckets?: number[];
}

class Registry implements MetricsRegistry {
  readonly #metrics = new Map<string, Metric>();

  constructor(restored: MetricsSnapshot) {
    for (const [name, kind] of DECLARED) this.#metric(name, kind);
    for (const { name, kind, labelNames, limits, points } of restored) {
      const known = points.map(copyPoint);
      const byLabels = new Map(known.map((point) => [JSON.stringify(point.labels), point]));
      this.#metrics.set(name, { name, kind, labelNames, limits, points: byLabels });
    }
  }

  count(name: string, labels: Readonly<Record<string, string>>, by = 1): void {
    this.#point(name, 'counter', labels).value += by;
  }

  observe(name: string, labels: Readonly<Record<string, string>>, value: number): void {
    const point = this.#point(name, 'histogram', labels);
    const limits = limitsOf(printedName(name));
    const above = limits.findIndex((limit) => value < limit);
    point.buckets![above === -1 ? limits.length : above]! += 1;
    point.value += value;
  }

  value(name: string): number {
    const metric = this.#metrics.get(printedName(name));
    if (metric?.kind !== 'counter') return 0;
    const [first] = [...metric.points.values()].sort(byLabels);
    return first?.value ?? 0;
  }

  page(): string {
    return metricsPage(this.snapshot());
  }

  snapshot(): MetricsSnapshot {
    return Array.from(this.#metrics.values(), (metric) => ({
      ...metric,
      points: Array.from(metric.points.values(), copyPoint),
    }));
  }

  #metric(given: string, kind: MetricKind): Metric {
    const name = printedName(given);
    const known = this.#metrics.get(name);
    if (known) return known;
    const limits = kind === 'histogram' ? limitsOf(name) : [];
    const made: Metric = { name, kind, labelNames: [], limits, points: new Map() };
    this.#metrics.set(name, made);
    return made;
  }

  #point(name: string, kind: MetricKind, labels: Readonly<Record<string, string>>): Point {
    const metric = this.#metric(name, kind);
    if (metric.points.size === 0) metric.labelNames = Object.keys(labels);
    const values = metric.labelNames.map((label) => labels[label] ?? '');
    const key = JSON.stringify(values);
    const known = metric.points.get(key);
    if (known) return known;
    const made: Point = {
      labels: values,
      value: 0,
      ...(kind === 'histogram' ? { buckets: new Array(metric.limits.length + 1).fill(0) } : {}),
    };
    if (metric.points.size < MAX_POINTS) metric.points.set(key, made);
    return made;
  }
}

function copyPoint({ labels, value, buckets }: MetricPoint): Point {
  return { labels, value, ...(buckets ? { buckets: [...buckets] } : {}) };
}
