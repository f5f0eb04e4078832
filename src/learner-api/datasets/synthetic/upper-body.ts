/** Garments with a body and sleeves: T-shirt, pullover, dress, coat, shirt. All hang straight, seen from the front. */
import type { Part, Row } from './canvas';

/** A number between two bounds. */
export type Choose = (low: number, high: number) => number;

const MIDDLE = 14;

interface Cut {
  readonly top: number;
  readonly bottom: number;
  /** Half widths. */
  readonly shoulder: number;
  readonly waist: number;
  readonly hem: number;
}

export function tShirt(choose: Choose): Part[] {
  const cut = torso(choose, choose(21, 25));
  return [
    ...sleeves(choose, cut, choose(4, 9), choose(3.5, 5.5)),
    body(cut),
    neck(choose(1.5, 3.2), cut.top),
  ];
}

export function pullover(choose: Choose): Part[] {
  const cut = torso(choose, choose(22, 26));
  return [
    ...sleeves(choose, cut, choose(14, 20), choose(3, 4.6)),
    body(cut),
    neck(choose(1, 2.6), cut.top),
  ];
}

export function coat(choose: Choose): Part[] {
  const cut = torso(choose, choose(23.5, 27));
  const front = line(
    MIDDLE + choose(-0.6, 0.6),
    cut.top + 2,
    cut.bottom,
    choose(0.4, 1),
    choose(0.3, 0.95),
  );
  const arms = sleeves(choose, cut, choose(15, 21), choose(2.8, 4.4));
  return [...arms, body(cut), neck(choose(1, 2.8), cut.top), front];
}

export function shirt(choose: Choose): Part[] {
  const cut = torso(choose, choose(22, 26.5));
  const isShort = choose(0, 1) < 0.45;
  const arms = sleeves(choose, cut, isShort ? choose(5, 10) : choose(13, 19), choose(3, 5));
  const buttons = line(MIDDLE, cut.top + 2, cut.bottom, choose(0.2, 0.6), choose(0.6, 1));
  return [...arms, body(cut), neck(choose(1.2, 3), cut.top), buttons];
}

export function dress(choose: Choose): Part[] {
  const cut: Cut = {
    top: choose(1, 3),
    bottom: choose(24, 27.5),
    shoulder: choose(2.6, 4.6),
    waist: choose(2.2, 4),
    hem: choose(3, 8),
  };
  const hasSleeves = choose(0, 1) < 0.45;
  const arms = hasSleeves ? sleeves(choose, cut, choose(3, 16), choose(1.8, 3)) : [];
  return [...arms, body(cut), neck(choose(1, 2.2), cut.top)];
}

export function trouser(choose: Choose): Part[] {
  const [top, bottom, hip] = [choose(1, 3), choose(24, 27.5), choose(3.4, 5.2)];
  const crotch = choose(7, 11);
  const [foot, spread] = [choose(1.6, 3), choose(0, 1.8)];
  const leg = (side: number): Part => {
    const [outer, inner] = [hip + spread, hip + spread - foot];
    const rows: Row[] = [
      sideRow(crotch, side, 0.1, hip),
      sideRow(bottom, side, Math.max(inner, 0.5), outer),
    ];
    return { rows, shade: 1 };
  };
  const waist: Row[] = [even(top, hip - choose(0.2, 1)), even(crotch, hip)];
  return [{ rows: waist, shade: 1 }, leg(-1), leg(1)];
}

function torso(choose: Choose, bottom: number): Cut {
  const shoulder = choose(5, 7);
  return {
    top: choose(2, 5),
    bottom,
    shoulder,
    waist: shoulder - choose(0, 1.6),
    hem: shoulder + choose(-1, 1.2),
  };
}

function body({ top, bottom, shoulder, waist, hem }: Cut): Part {
  const middle = top + (bottom - top) * 0.5;
  return {
    rows: [
      even(top, shoulder * 0.75),
      even(top + 2, shoulder),
      even(middle, waist),
      even(bottom, hem),
    ],
    shade: 1,
  };
}

function sleeves(choose: Choose, cut: Cut, length: number, width: number): Part[] {
  const reach = choose(1.5, 3.5) + Math.min(length, 10) * 0.15;
  const shade = choose(0.75, 1);
  const sleeve = (side: number): Part => {
    const inner = cut.shoulder - 1.5;
    const rows: Row[] = [
      sideRow(cut.top, side, inner - 1, inner + 1),
      sideRow(cut.top + 2.5, side, inner, inner + width * 0.8),
      sideRow(cut.top + length, side, cut.shoulder + reach - width * 0.7, cut.shoulder + reach),
    ];
    return { rows, shade };
  };
  return [sleeve(-1), sleeve(1)];
}

function neck(width: number, top: number): Part {
  return { rows: [even(top - 1, width), even(top + width * 0.8, width * 0.3)], shade: 0 };
}

function line(x: number, top: number, bottom: number, width: number, shade: number): Part {
  return {
    rows: [
      [top, x - width, x + width],
      [bottom, x - width, x + width],
    ],
    shade,
  };
}

function even(y: number, halfWidth: number): Row {
  return [y, MIDDLE - halfWidth, MIDDLE + halfWidth];
}

/** A row on one side of the middle: -1 left, 1 right. */
function sideRow(y: number, side: number, inner: number, outer: number): Row {
  return side > 0 ? [y, MIDDLE + inner, MIDDLE + outer] : [y, MIDDLE - outer, MIDDLE - inner];
}
