/** Line charts by Observable Plot. Reached only by `import()`. */
import * as Plot from '@observablehq/plot';
import { scaleDomain, wholeTicks, type CurveGroup } from './curve-groups';

const COLOURS = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => `var(--chart-${index})`);

/** @param width CSS pixels */
export function drawCurves(group: CurveGroup, xLabel: string, width: number): Element {
  const xs = group.points.map(({ x }) => x);
  const ys = group.points.map(({ y }) => y);
  const options = { x: 'x', y: 'y', z: 'series', stroke: 'series' } as const;
  const plot = Plot.plot({
    width,
    height: 216,
    marginTop: 28,
    marginBottom: 40,
    marginLeft: 48,
    marginRight: 16,
    style: { background: 'transparent', fontSize: '12px', fontFamily: 'var(--font-text)' },
    x: { label: xLabel, ticks: wholeTicks(xs), tickFormat: 'd', domain: scaleDomain(xs, 1) },
    y: { label: group.metric, grid: true, nice: 5, ticks: 5, domain: scaleDomain(ys, 0.05) },
    symbol: { legend: true, domain: group.series },
    color: { domain: group.series, range: COLOURS.slice(0, group.series.length) },
    marks: [
      // Through a single point it would draw a blot.
      xs.some((x) => x !== xs[0]) ? Plot.lineY(group.points, { ...options, strokeWidth: 2 }) : null,
      Plot.dot(group.points, { ...options, symbol: 'series', r: 3 }),
    ],
  });
  // The figure around it has the name; on plain groups these are not allowed.
  for (const part of plot.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  return plot;
}
