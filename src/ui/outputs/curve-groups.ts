/** Curves that belong on one pair of axes: a metric and its `val_` twin. */
import type { CurvesOutput } from '#protocol';

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly series: string;
}

export interface CurveGroup {
  /** `loss`. */
  readonly metric: string;
  /** In the order given: `loss`, `val_loss`. */
  readonly series: readonly string[];
  readonly points: readonly CurvePoint[];
}

/** Points without a value are left out. */
export function groupCurves({ x, series }: Pick<CurvesOutput, 'x' | 'series'>): CurveGroup[] {
  const metrics = [...new Set(series.map(({ name }) => metricOf(name)))];
  return metrics.map((metric) => {
    const members = series.filter(({ name }) => metricOf(name) === metric);
    return {
      metric,
      series: members.map(({ name }) => name),
      points: members.flatMap(({ name, values }) => pointsOf(name, x, values)),
    };
  });
}

function metricOf(name: string): string {
  return name.replace(/^val_/, '');
}

function pointsOf(
  series: string,
  x: readonly number[],
  values: readonly (number | null)[],
): CurvePoint[] {
  return values.flatMap((y, index) => {
    const at = x[index];
    return y === null || at === undefined ? [] : [{ x: at, y, series }];
  });
}

/** Epochs are whole: at most ten ticks, all on one. */
export function wholeTicks(xs: readonly number[]): number[] {
  const all = [...new Set(xs)].sort((a, b) => a - b);
  const step = Math.ceil(all.length / 10);
  return all.filter((_, index) => index % step === 0);
}

/** From the least to the greatest value; around a single one there is `room` on either side. */
export function scaleDomain(values: readonly number[], room: number): [from: number, to: number] {
  if (values.length === 0) return [0, 1];
  const [from, to] = [Math.min(...values), Math.max(...values)];
  return from === to ? [from - room, to + room] : [from, to];
}
