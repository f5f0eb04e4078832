import { expect, it } from 'vitest';
import { seeded } from '../../tests/seeded';
import { formatGeneral, formatGeneralFloat32 } from './general-text';

/** All digits of a positive double as a fraction of whole numbers. */
function exact(value: number): readonly [bigint, bigint] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const mantissa = (bits & (2n ** 52n - 1n)) | (exponent === 0 ? 0n : 2n ** 52n);
  const power = Math.max(exponent, 1) - 1075;
  return power < 0 ? [mantissa, 2n ** BigInt(-power)] : [mantissa * 2n ** BigInt(power), 1n];
}

/** `%.<digits>g` by whole numbers: the quotient rounded half to even, then laid out by its power of ten. */
function byWholeNumbers(value: number, digits: number): string {
  const [top, bottom] = exact(value);
  let power = Math.floor(Math.log10(value)) + 1;
  const quotient = () => {
    const shift = digits - 1 - power;
    const [a, b] =
      shift < 0 ? [top, bottom * 10n ** BigInt(-shift)] : [top * 10n ** BigInt(shift), bottom];
    const twice = (2n * a) / b;
    const isTie = (2n * a) % b === 0n && twice % 2n === 1n;
    return isTie ? twice / 2n + ((twice / 2n) % 2n) : (twice + 1n) / 2n;
  };
  let rounded = quotient();
  while (rounded < 10n ** BigInt(digits - 1)) {
    power--;
    rounded = quotient();
  }
  if (rounded === 10n ** BigInt(digits)) {
    power++;
    rounded /= 10n;
  }
  const text = String(rounded);
  const tail = (part: string) => (/[^0]/.test(part) ? `.${part.replace(/0+$/, '')}` : '');
  if (power < -4 || power >= digits) {
    const sign = power < 0 ? '-' : '+';
    return `${text[0]}${tail(text.slice(1))}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  if (power < 0) return `0${tail('0'.repeat(-power - 1) + text)}`;
  return text.slice(0, power + 1) + tail(text.slice(power + 1));
}

it('prints thousands of numbers as %g does, ties and subnormals among them', () => {
  const random = seeded(9);
  const view = new DataView(new ArrayBuffer(8));
  const anyFloat = () => {
    view.setUint32(0, random(2 ** 32));
    return Math.abs(view.getFloat32(0));
  };
  const anyDouble = () => {
    view.setUint32(0, random(2 ** 32));
    view.setUint32(4, random(2 ** 32));
    return Math.abs(view.getFloat64(0));
  };
  const anyTie = () => (2 * random(2 ** 20) + 1) / 2 ** (1 + random(12));
  for (let round = 0; round < 2000; round++) {
    for (const value of [anyFloat(), anyDouble(), anyTie()]) {
      if (!Number.isFinite(value) || value === 0) continue;
      for (const digits of [6, 9, 17]) {
        const wanted = byWholeNumbers(value, digits);
        expect([value, digits, formatGeneral(value, digits)]).toEqual([value, digits, wanted]);
        if (digits === 17 || Math.fround(value) !== value) continue;
        expect([value, formatGeneralFloat32(value, digits)]).toEqual([value, wanted]);
      }
    }
  }
});
