/** What the explorer's handles, fields and switches are set to, and what follows from it. */
import type { QuantizedTensorReport } from '#protocol';
import { effectOn, levelsFor, reachOf, type Bits, type Scheme } from './affine';
import { axisFor } from './picture';
import { startOf } from './start';

type Range = readonly [min: number, max: number];

export class ExplorerState {
  readonly report: QuantizedTensorReport;
  bits = $state<Bits>(8);
  scheme = $state<Scheme>('asymmetric');
  /** The value whose code is shown. */
  probe = $state(0);
  /** Pixels of the picture. */
  width = $state(0);
  #chosen = $state.raw<Range>([0, 0]);
  /** The range that the axis makes room for: it follows the chosen one when a drag has ended. */
  #framed = $state.raw<Range>([0, 0]);

  /** Holds 0; a symmetric range reaches as far to both sides. */
  readonly range = $derived.by((): Range => {
    const [min, max] = this.#chosen;
    const most = Math.max(-min, max);
    return this.scheme === 'symmetric' ? [-most, most] : this.#chosen;
  });
  readonly min = $derived(this.range[0]);
  readonly max = $derived(this.range[1]);
  readonly levels = $derived.by(() => levelsFor(this));
  readonly reach = $derived(reachOf(this.levels));
  readonly effect = $derived.by(() => effectOn(this.levels, this.report.values));
  readonly axis = $derived.by(() => axisFor(this.report.values, this.#framed, this.width));
  /** The levels that the tensor has in the model, and what they do. */
  readonly startLevels = $derived.by(() => levelsFor(startOf(this.report)));
  readonly startEffect = $derived.by(() => effectOn(this.startLevels, this.report.values));

  constructor(report: QuantizedTensorReport) {
    this.report = report;
    this.reset();
    this.probe = this.min + 0.7 * (this.max - this.min);
  }

  /** Back to what the file says. */
  reset(): void {
    const { bits, scheme, min, max } = startOf(this.report);
    this.bits = bits;
    this.scheme = scheme;
    this.setRange(min, max);
  }

  /** @param isDragging the axis stays as it is */
  setRange(min: number, max: number, isDragging = false): void {
    if (!Number.isFinite(min) || !Number.isFinite(max)) return;
    this.#chosen = [Math.min(min, max, 0), Math.max(min, max, 0)];
    if (!isDragging) this.#framed = this.range;
  }

  /** Moves the lower end; of a symmetric range the upper one as well. */
  setMin(value: number, isDragging = false): void {
    const min = Math.min(value, 0);
    this.setRange(min, this.scheme === 'symmetric' ? -min : this.max, isDragging);
  }

  setMax(value: number, isDragging = false): void {
    const max = Math.max(value, 0);
    this.setRange(this.scheme === 'symmetric' ? -max : this.min, max, isDragging);
  }
}
