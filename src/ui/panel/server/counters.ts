/** What the requests at hand say about the moment. */
import type { RequestRecord } from '#protocol';

/** Milliseconds over which the rate is taken. */
const WINDOW = 5000;

export interface Counters {
  /** Requests per second over the last five. */
  readonly perSecond: number;
  /** Milliseconds; undefined while there is no request. */
  readonly median: number | undefined;
  readonly p95: number | undefined;
}

/** @param now milliseconds since the epoch, as the host has it */
export function countersOf(requests: readonly RequestRecord[], now: number): Counters {
  const recent = requests.filter(({ time }) => time > now - WINDOW).length;
  const times = requests.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    perSecond: recent / (WINDOW / 1000),
    median: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  };
}

/** The smallest of the sorted values that this share of them does not exceed. */
function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** `0.42 ms`, `12.3 ms`, `1,204 ms`: three digits. */
export function formatLatency(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '–';
  const digits = milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${milliseconds.toLocaleString('en', options)} ms`;
}
