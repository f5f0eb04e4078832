/** Shoes, seen from the side with the toe to the left, and bags. */
import type { Part, Row } from './canvas';
import type { Choose } from './upper-body';

interface Shoe {
  readonly toe: number;
  readonly heel: number;
  readonly ground: number;
}

export function sneaker(choose: Choose): Part[] {
  const shoe = shoeOf(choose);
  const height = choose(5, 9);
  return [
    upper(choose, shoe, height, choose(5, 9)),
    sole(shoe, choose(1, 3), choose(0.6, 1)),
    stripe(choose, shoe, height),
  ];
}

export function ankleBoot(choose: Choose): Part[] {
  const shoe = shoeOf(choose);
  const ground = { ...shoe, ground: choose(23, 26.5) };
  const shaft = choose(8, 12);
  const top = choose(3, 9.5);
  const low = ground.ground - choose(7, 9);
  const rows: Row[] = [
    [top, ground.heel - shaft, ground.heel - choose(0, 1.5)],
    [low, ground.heel - shaft - choose(0, 2), ground.heel],
    [ground.ground - 1, ground.heel - shaft - 2, ground.heel],
  ];
  const heel: Part = {
    rows: [
      [ground.ground - 1, ground.heel - choose(3, 6), ground.heel],
      [ground.ground + choose(0, 2), ground.heel - choose(2, 4), ground.heel],
    ],
    shade: choose(0.6, 1),
  };
  return [
    upper(choose, ground, choose(6, 9), shaft),
    { rows, shade: 1 },
    sole(ground, 1.5, choose(0.5, 1)),
    heel,
  ];
}

export function sandal(choose: Choose): Part[] {
  const shoe = shoeOf(choose);
  const lift = choose(0, 7);
  const base: Part = {
    rows: [
      [shoe.ground - lift - 1.5, shoe.heel - choose(4, 9), shoe.heel],
      [shoe.ground - choose(1, 2), shoe.toe + choose(0, 3), shoe.heel - choose(0, 3)],
      [shoe.ground, shoe.toe, shoe.heel - choose(0, lift * 1.5)],
    ],
    shade: 1,
  };
  const count = Math.floor(choose(2, 5));
  const straps = Array.from({ length: count }, () => strap(choose, shoe));
  const isHigh = lift > 3 || choose(0, 1) < 0.15;
  const heel: Part = {
    rows: [
      [shoe.ground - lift, shoe.heel - 1.8, shoe.heel],
      [shoe.ground + 1, shoe.heel - 1.5, shoe.heel - 0.3],
    ],
    shade: 1,
  };
  return [base, ...straps, ...(isHigh ? [heel] : [])];
}

export function bag(choose: Choose): Part[] {
  const [half, top, bottom] = [choose(6, 13), choose(8, 14), choose(20, 26)];
  const flare = choose(-1.5, 1.5);
  const rows: Row[] = [
    [top, 14 - half, 14 + half],
    [bottom, 14 - half - flare, 14 + half + flare],
  ];
  const flap: Part = {
    rows: [
      [top, 14 - half, 14 + half],
      [top + choose(2, 6), 14 - half, 14 + half],
    ],
    shade: choose(0.7, 1),
  };
  return [...handle(choose, top, half), { rows, shade: 1 }, flap];
}

function shoeOf(choose: Choose): Shoe {
  return { toe: choose(0.5, 3), heel: choose(24.5, 27.5), ground: choose(19, 23) };
}

function upper(choose: Choose, { toe, heel, ground }: Shoe, height: number, opening: number): Part {
  const cap = choose(2, 4);
  const rows: Row[] = [
    [ground - height, heel - opening, heel - choose(0, 1)],
    [ground - height * 0.6, heel - opening - choose(2, 5), heel],
    [ground - cap, toe + choose(1, 3), heel],
    [ground, toe, heel],
  ];
  return { rows, shade: 1 };
}

function sole({ toe, heel, ground }: Shoe, thickness: number, shade: number): Part {
  return {
    rows: [
      [ground - thickness, toe, heel],
      [ground, toe + 0.5, heel - 0.3],
    ],
    shade,
  };
}

function stripe(choose: Choose, { heel, ground }: Shoe, height: number): Part {
  const [x, width] = [heel - choose(7, 14), choose(1, 3)];
  const slant = choose(-3, 3);
  const rows: Row[] = [
    [ground - height * 0.7, x, x + width],
    [ground - 2, x + slant, x + slant + width],
  ];
  return { rows, shade: choose(0.4, 1) };
}

function strap(choose: Choose, { toe, heel, ground }: Shoe): Part {
  const [x, height] = [choose(toe + 2, heel - 3), choose(3, 9)];
  const [slant, width] = [choose(-5, 5), choose(0.8, 2.4)];
  const rows: Row[] = [
    [ground - height, x + slant, x + slant + width],
    [ground - 0.5, x, x + width],
  ];
  return { rows, shade: choose(0.7, 1) };
}

function handle(choose: Choose, top: number, half: number): Part[] {
  if (choose(0, 1) < 0.25) return [];
  const [reach, height, thickness] = [half * choose(0.3, 0.8), choose(3, 8), choose(0.8, 1.8)];
  const peak = Math.max(top - height, 0.5);
  const bow: Part = {
    rows: [
      [peak, 14 - reach * 0.6, 14 + reach * 0.6],
      [top, 14 - reach, 14 + reach],
    ],
    shade: choose(0.6, 1),
  };
  const hole: Part = {
    rows: [
      [peak + thickness, 14 - reach * 0.6 + thickness, 14 + reach * 0.6 - thickness],
      [top, 14 - reach + thickness, 14 + reach - thickness],
    ],
    shade: 0,
  };
  return [bow, hole];
}
