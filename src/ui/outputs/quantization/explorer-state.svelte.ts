/** What the explorer's handles, fields and switches are set to, and what follows from it. */
import type { QuantizedTensorReport } from '#protocol';
import { effectOn, levelsFor, reachOf, type Bits, type Scheme } from './affine';
import { axisFor } from './picture';
import { startOf } from './start';

export class ExplorerState {
  readonly report: QuantizedTensorReport;
  min = $state(0);
  max = $state(0);
  bits = $state<Bits>(8);
  scheme = $state<Scheme>('asymmetric');
  /** The value whose code is shown. */
  probe = $state(0);
  /** Pixels of the picture. */
  width = $state(0);
  /** The range that the axis makes room for: it follows `min` and `max` when a drag has ended. */
  #framed = $state<readonly [number, number]>([0, 0]);

  readonly levels = $derived.by(() => levelsFor(this));
  readonly reach = $derived(reachOf(this.levels));
  readonly effect = $derived.by(() => effectOn(this.levels, this.report.values));
  readonly axis = $derived.by(() => axisFor(this.report.values, this.#framed, this.width));

  constructor(report: QuantizedTensorReport) {
    this.report = report;
    this.reset();
    const { values } = report;
    this.probe = values.length > 0 ? values[Math.floor(values.length / 2)]! : this.max / 2;
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
    this.min = Math.min(min, max);
    this.max = Math.max(min, max);
    if (!isDragging) this.frame();
  }

  /** Makes the axis fit the range. */
  frame(): void {
    this.#framed = [this.min, this.max];
  }
}
