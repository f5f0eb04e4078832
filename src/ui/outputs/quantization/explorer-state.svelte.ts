/** What the explorer's handles, fields and switches are set to, and what follows from it. */
import type { QuantizedTensorReport } from '#protocol';
import { effectOn, levelsFor, reachOf, type Bits, type Levels, type Scheme } from './affine';
import { axisFor } from './picture';
import { startOf } from './start';

type Range = readonly [min: number, max: number];

export class ExplorerState {
  readonly report: QuantizedTensorReport;
  /** The channel that is looked at; undefined for all of them together. */
  #channel = $state<number>();
  bits = $state<Bits>(8);
  scheme = $state<Scheme>('asymmetric');
  /** The value whose code is shown. */
  probe = $state(0);
  /** Pixels of the picture. */
  width = $state(0);
  #chosen = $state.raw<Range>([0, 0]);
  /** The range that the axis makes room for: it follows the chosen one when a drag has ended. */
  #framed = $state.raw<Range>([0, 0]);

  /** Of the channel, or all. */
  readonly values = $derived.by(() => {
    const { values, channels } = this.report;
    if (this.#channel === undefined || !channels) return values;
    return values.filter((_, index) => channels[index] === this.#channel);
  });
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
  readonly effect = $derived.by(() => effectOn(this.levels, this.values));
  readonly axis = $derived.by(() => axisFor(this.values, this.#framed, this.width));
  /** The levels that the tensor has in the model, and what they do. */
  readonly startLevels = $derived.by(() => levelsFor(startOf(this.report, this.#channel)));
  readonly startEffect = $derived.by(() => effectOn(this.#modelLevels(), this.values));

  constructor(report: QuantizedTensorReport) {
    this.report = report;
    this.reset();
    this.#placeProbe();
  }

  get channel(): number | undefined {
    return this.#channel;
  }

  /** Goes to one channel and to the range that it has in the model; to all of them without one. */
  show(channel: number | undefined): void {
    this.#channel = channel;
    this.reset();
    this.#placeProbe();
  }

  /** What `reset` goes back to, in words. */
  get startTitle(): string {
    const { channels, op } = this.report;
    if (channels && this.#channel === undefined) return 'as the widest channel';
    return op ? 'as in the model' : 'as at first';
  }

  #placeProbe(): void {
    this.probe = this.min + 0.7 * (this.max - this.min);
  }

  /** In the model each channel has levels of its own. */
  #modelLevels(): Levels | ((index: number) => Levels) {
    const { scale, channels } = this.report;
    if (this.#channel !== undefined || !channels) return this.startLevels;
    const levels = scale.map((_, channel) => levelsFor(startOf(this.report, channel)));
    return (index) => levels[channels[index]!]!;
  }

  /** Back to what the file says. */
  reset(): void {
    const { bits, scheme, min, max } = startOf(this.report, this.#channel);
    this.bits = bits;
    this.scheme = scheme;
    this.setRange(min, max);
  }

  /** The range that one scale for all channels needs. */
  useOneForAll(): void {
    const { min, max } = startOf(this.report);
    this.setRange(min, max);
  }

  /** The values' own range. */
  fit(): void {
    const { min, max } = this.#channel === undefined ? this.report : { min: 0, max: 0 };
    const least = this.values.reduce((x, y) => Math.min(x, y), min);
    this.setRange(
      least,
      this.values.reduce((x, y) => Math.max(x, y), max),
    );
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
