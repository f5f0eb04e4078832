/** Numbers of the quantization table and the explorer as text, and the order of its rows. */
import type { QuantizedTensorReport } from '#protocol';
import type { Effect } from './affine';

/** `0.003922`, `1.2e-7`: four digits, an upright minus. */
export function numberText(value: number): string {
  const magnitude = Math.abs(value);
  const text =
    magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e7)
      ? value.toExponential(2).replace('e+', 'e')
      : String(Number(value.toPrecision(4)));
  return text.replaceAll('-', '−');
}

/** `41.2 dB`, `no error`, `–` where nothing but zeros was seen. */
export function sqnrText(sqnr: number | undefined): string {
  if (sqnr === undefined) return '–';
  return sqnr === Infinity ? 'no error' : `${numberText(Number(sqnr.toFixed(1)))} dB`;
}

/** `0.0039`, or `0.001 … 0.005` for several. */
export function spanText(numbers: readonly number[]): string {
  const [low, high] = [least(numbers), most(numbers)];
  return low === high ? numberText(low) : `${numberText(low)} … ${numberText(high)}`;
}

/** `3.1 %`; `< 0.1 %` for what is there but does not count. @param share of 1 */
export function percentText(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
}

/** The last part of the last name of a fused tensor: `dense_1/BiasAdd`. */
export function shortName(name: string): string {
  const last = name.split(';').at(-1) ?? name;
  return last.split('/').slice(-2).join('/');
}

/**
 * What a range does, beside what the levels of the model do: `3.1 % of the values are clipped. The largest error is 0.01,
 * the noise 4.2 times as strong as in the model.`
 *
 * @param isModel the tensor is one of a model
 */
export function verdictText(here: Effect, before: Effect, isModel: boolean): string {
  const clipped =
    here.clipped === 0
      ? 'Nothing is clipped.'
      : `${percentText(here.clipped)} of the values are clipped.`;
  const than = comparison(here.sqnr, before.sqnr, isModel ? 'in the model' : 'at first');
  return `${clipped} The largest error is ${numberText(here.maxError)}${than}.`;
}

function comparison(here: number | undefined, before: number | undefined, where: string): string {
  if (here === undefined || before === undefined) return '';
  if (here === before) return `: as ${where}`;
  const ratio = 10 ** ((before - here) / 20);
  if (!Number.isFinite(ratio) || ratio === 0) return '';
  const times = (factor: number) => (factor < 10 ? factor.toFixed(1) : factor.toFixed(0));
  if (times(Math.max(ratio, 1 / ratio)) === '1.0') return `, the noise about as ${where}`;
  return ratio > 1
    ? `, the noise ${times(ratio)} times as strong as ${where}`
    : `, the noise ${times(1 / ratio)} times weaker than ${where}`;
}

export type SortKey = 'order' | 'sqnr' | 'maxError';

/** Rows in the order of the model, or the worst first: the least ratio, the largest error. */
export function sortReports(
  reports: readonly QuantizedTensorReport[],
  key: SortKey,
): QuantizedTensorReport[] {
  const badness = (report: QuantizedTensorReport): number => {
    if (key === 'order') return 0;
    return key === 'sqnr' ? -(report.sqnr ?? Infinity) : report.maxError;
  };
  return [...reports].sort((a, b) => compare(badness(b), badness(a)));
}

/** Of infinities as well. */
function compare(x: number, y: number): number {
  return x === y ? 0 : x - y;
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((x, y) => Math.min(x, y), Infinity);
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((x, y) => Math.max(x, y), -Infinity);
}
