/** `keras.layers.Rescaling` */
import { keywords } from '../../python/options';
import type { SymbolicTensor } from '#graph';
import { Layer, type LayerOptions } from './layer';
import { requireArgument } from './options';

export interface RescalingOptions extends LayerOptions {
  /** Added after scaling: one number, or one for each channel. Default: 0. */
  readonly offset?: number | readonly number[];
}

export class RescalingLayer extends Layer {
  static readonly class_name = 'Rescaling';
  static override readonly args = ['scale'];
  readonly scale: number | readonly number[];
  readonly offset: number | readonly number[];

  /** @param scale factor: one number, or one for each channel */
  constructor(scale: number | readonly number[], options: RescalingOptions = {}) {
    const { offset, ...rest } = keywords('Rescaling.__init__', options, 'offset');
    requireArgument('Rescaling', 'scale', scale);
    super(rest);
    this.scale = scale;
    this.offset = offset ?? 0;
  }

  /** `x * scale + offset` in the layer's dtype. */
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return inputs.astype(this.compute_dtype).mul(this.scale).add(this.offset);
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), scale: this.scale, offset: this.offset };
  }
}
