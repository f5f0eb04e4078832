/** Values of facts and tables as text. */
import type { Value, ValueKind } from '#protocol';
import { formatBytes, formatCount } from '../format';

export function valueText(value: Value, as: ValueKind): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (as === 'bytes') return formatBytes(value);
  if (as === 'share') return formatShare(value);
  if (as === 'date') return new Date(value).toLocaleString();
  return formatCount(value);
}

/** `34.2 %`; `< 0.1 %` for what is there but does not count. @param share of 1 */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent.toFixed(1)} %`;
}

/** Columns whose values stand in a line, digit under digit. */
export function isNumeric(as: ValueKind): boolean {
  return as === 'bytes' || as === 'count' || as === 'share';
}

/** `-0.0731`, `1.2e-7`, `784`: four digits. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return formatCount(value);
  return String(Number(value.toPrecision(4)));
}
