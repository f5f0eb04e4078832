/** What the server counts; names and labels as in TensorFlow Serving's Prometheus page. */

export interface Metrics {
  /** Adds to a counter; the first call fixes its label names. */
  count(name: string, labels: Readonly<Record<string, string>>, by?: number): void;
  /** Adds a value to a histogram with TensorFlow's buckets for latencies (10·1.8ⁱ µs) unless it has its own. */
  observe(name: string, labels: Readonly<Record<string, string>>, value: number): void;
}
