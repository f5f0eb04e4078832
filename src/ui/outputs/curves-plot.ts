/** Line charts by Observable Plot. Reached only by `import()`. */
import * as Plot from '@observablehq/plot';
import type { CurveGroup } from './curve-groups';

const COLOURS = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => `var(--chart-${index})`);

/** @param width CSS pixels */
export function drawCurves(group: CurveGroup, xLabel: string, width: number): Element {
  const options = { x: 'x', y: 'y', stroke: 'series' } as const;
  const plot = Plot.plot({
    width,
    height: 216,
    marginTop: 28,
    marginBottom: 40,
    marginLeft: 48,
    marginRight: 16,
    style: { background: 'transparent', fontSize: '12px', fontFamily: 'var(--font-text)' },
    x: { label: xLabel, ticks: wholeTicks(group), tickFormat: 'd' },
    y: { label: group.metric, grid: true, nice: true },
    symbol: { legend: true, domain: group.series },
    color: { domain: group.series, range: COLOURS.slice(0, group.series.length) },
    marks: [
      Plot.lineY(group.points, { ...options, strokeWidth: 2 }),
      Plot.dot(group.points, { ...options, symbol: 'series', r: 3 }),
    ],
  });
  // The figure around it has the name; on plain groups these are not allowed.
  for (const part of plot.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  return plot;
}

/** Epochs are whole: at most ten ticks, all on one. */
function wholeTicks({ points }: CurveGroup): number[] {
  const xs = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const step = Math.ceil(xs.length / 10);
  return xs.filter((_, index) => index % step === 0);
}
