import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics';
import { metricsPage } from './metrics-page';

/** The lines of one metric. */
function linesOf(page: string, name: string): string[] {
  return page.split('\n').filter((line) => line.includes(name));
}

describe('the page of metrics', () => {
  it('prints a counter', () => {
    const metrics = createMetrics();
    metrics.count('/test/path/total', { name: 'abc' });
    metrics.count('/test/path/total', { name: 'abc' });
    expect(metrics.page()).toContain(
      '# TYPE :test:path:total counter\n:test:path:total{name="abc"} 2\n',
    );
  });

  it('prints a histogram, counts growing with the limits', () => {
    const limits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
    const buckets = [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0];
    const points = [{ labels: ['good'], value: 222, buckets }];
    const labelNames = ['status'];
    const page = metricsPage([
      { name: ':test:path:hist', kind: 'histogram', labelNames, limits, points },
    ]);
    const of = (le: string) => `:test:path:hist_bucket{status="good",le="${le}"}`;
    expect(page.split('\n')).toEqual([
      '# TYPE :test:path:hist histogram',
      ...['1 0', '2 0', '4 1', '8 1', '16 1', '32 2', '64 2', '128 2', '256 3', '512 3', '+Inf 3']
        .map((row) => row.split(' '))
        .map(([le, count]) => `${of(le!)} ${count}`),
      ':test:path:hist_sum{status="good"} 222',
      ':test:path:hist_count{status="good"} 3',
      '',
    ]);
  });

  it('puts a value that is a limit above it', () => {
    const metrics = createMetrics();
    metrics.observe('/tensorflow/serving/request_latency', { model_name: 'm' }, 18);
    const lines = linesOf(metrics.page(), 'request_latency_bucket');
    expect(lines[1]).toMatch(/le="18"\} 0$/);
    expect(lines[2]).toMatch(/le="32.4"\} 1$/);
  });

  it('has the limits of latencies with six digits', () => {
    const metrics = createMetrics();
    metrics.observe('/tensorflow/serving/request_latency', {}, 2e9);
    const page = metrics.page();
    const limits = Array.from(page.matchAll(/request_latency_bucket\{le="([^"]+)"/g), (m) => m[1]);
    expect(limits.slice(0, 6)).toEqual(['10', '18', '32.4', '58.32', '104.976', '188.957']);
    expect(limits.slice(-2)).toEqual(['1.47476e+09', '+Inf']);
    expect(page).toContain(':tensorflow:serving:request_latency_sum{} 2e+09\n');
  });

  it('sorts metrics by name and points by labels, and lists metrics that have not counted yet', () => {
    const metrics = createMetrics();
    metrics.count('/tensorflow/serving/request_count', { model_name: 'b', status: 'OK' });
    metrics.count('/tensorflow/serving/request_count', { model_name: 'a', status: 'OK' });
    const lines = linesOf(metrics.page(), '');
    const counts = linesOf(metrics.page(), 'request_count{');
    expect(counts.map((line) => line.split('"')[1])).toEqual(['a', 'b']);
    const types = lines.filter((line) => line.startsWith('# TYPE'));
    expect(types).toEqual([...types].sort());
    expect(types).toContain('# TYPE :tensorflow:core:graph_runs counter');
  });

  it('prints a metric without labels with empty braces, and escapes labels', () => {
    const metrics = createMetrics();
    metrics.count(':tensorflow:core:graph_runs', {}, 5);
    metrics.count('/x', { '1-b': 'a"\\b' });
    expect(metrics.page()).toContain(':tensorflow:core:graph_runs{} 5\n');
    expect(metrics.page()).toContain(':x{_1_b="a\\"\\\\b"} 1\n');
  });

  it('keeps a thousand sets of labels for a metric, and goes on counting those', () => {
    const metrics = createMetrics();
    for (let i = 0; i < 3000; i++) metrics.count('/a', { model_name: `m${i}` });
    metrics.count('/a', { model_name: 'm0' });
    const lines = linesOf(metrics.page(), ':a{');
    expect(lines.length).toBe(1000);
    expect(lines[0]).toBe(':a{model_name="m0"} 2');
  });

  it('goes on from a snapshot, which is JSON and stays as it was', () => {
    const metrics = createMetrics();
    metrics.count('/a', { x: '1' });
    metrics.observe('/b', { x: '1' }, 20);
    const snapshot = metrics.snapshot();
    const restored = createMetrics(JSON.parse(JSON.stringify(snapshot)));
    expect(restored.page()).toBe(metrics.page());
    const page = metrics.page();
    metrics.observe('/b', { x: '1' }, 20);
    expect(createMetrics(snapshot).page()).toBe(page);
  });
});
