/** A picture of 28x28 brightnesses in which garments are drawn part by part, row by row. */
import type { RandomGenerator } from '../../random';

export const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CENTRE = SIDE / 2;

/** One edge point on each side of a part: the height, the left and the right border, in pixels from the top left. */
export type Row = readonly [y: number, left: number, right: number];

/** A piece of cloth, or a hole. */
export interface Part {
  /** From top to bottom; borders run straight from one to the next. */
  readonly rows: readonly Row[];
  /** Brightness as a part of the garment's own; 0 cuts out. */
  readonly shade: number;
}

/** How the whole garment is put on the picture. */
export interface Pose {
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly down: number;
  /** Pixels to the right for every pixel down. */
  readonly lean: number;
}

/** What the cloth looks like. */
export interface Cloth {
  /** 0 … 1 */
  readonly brightness: number;
  /** Brightness added from the top to the bottom. */
  readonly gradient: number;
  /** Strength of the stripes, their rows or columns per period, and whether they run across. */
  readonly stripes: number;
  readonly period: number;
  readonly isAcross: boolean;
  readonly noise: number;
}

export class Canvas {
  readonly #pixels = new Float32Array(PIXELS);
  readonly #grain: Float32Array;

  constructor(random: RandomGenerator) {
    this.#grain = Float32Array.from({ length: 4096 }, () => random.uniform(-1.7, 1.7));
  }

  clear(): void {
    this.#pixels.fill(0);
  }

  draw(part: Part, pose: Pose): void {
    for (let i = 1; i < part.rows.length; i++) {
      const [above, below] = [place(part.rows[i - 1]!, pose), place(part.rows[i]!, pose)];
      const first = Math.max(Math.ceil(above[0] - 0.5), 0);
      for (let y = first; y < SIDE && y + 0.5 < below[0]; y++) {
        const t = (y + 0.5 - above[0]) / (below[0] - above[0]);
        const left = above[1] + t * (below[1] - above[1]);
        this.#fill(y, left, above[2] + t * (below[2] - above[2]), part.shade);
      }
    }
  }

  /** Writes the picture as bytes, dyed with the cloth; the grain starts anywhere in its table. */
  write(cloth: Cloth, grainStart: number, into: Uint8Array, offset: number): void {
    const { brightness, gradient, stripes, period, isAcross, noise } = cloth;
    for (let i = 0; i < PIXELS; i++) {
      const coverage = this.#pixels[i]!;
      if (coverage === 0) continue;
      const [x, y] = [i % SIDE, (i / SIDE) | 0];
      const stripe = (isAcross ? y : x) % period < period / 2 ? stripes : 0;
      const grain = noise * this.#grain[(grainStart + i) & 4095]!;
      const value = coverage * (brightness + (gradient * (y - CENTRE)) / SIDE - stripe + grain);
      into[offset + i] = Math.min(Math.max(value, 0), 1) * 255;
    }
  }

  #fill(y: number, left: number, right: number, shade: number): void {
    const end = Math.min(Math.ceil(right), SIDE);
    for (let x = Math.max(Math.floor(left), 0); x < end; x++) {
      const coverage = Math.min(right, x + 1) - Math.max(left, x);
      if (coverage <= 0) continue;
      const i = y * SIDE + x;
      this.#pixels[i] = this.#pixels[i]! * (1 - coverage) + shade * coverage;
    }
  }
}

function place([y, left, right]: Row, pose: Pose): Row {
  const shift = pose.right + pose.lean * (y - CENTRE);
  const across = (x: number) => CENTRE + (x - CENTRE) * pose.width + shift;
  return [CENTRE + (y - CENTRE) * pose.height + pose.down, across(left), across(right)];
}
