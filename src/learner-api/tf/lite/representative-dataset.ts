/** `tf.lite.RepresentativeDataset` */
import type { NDArray } from '#tensor';
import { pythonClass } from '../../python/class';

/** Arrays by the names of the signature's inputs. */
type NamedSample = Readonly<Record<string, NDArray>>;

/** A list of arrays in the order of the file's inputs, arrays by name, or the signature's key with arrays by name. */
export type Sample = readonly NDArray[] | NamedSample | readonly [string, NamedSample];

type Samples = Iterable<Sample> | AsyncIterable<Sample>;

/** A generator function, sync or async, or any function that returns samples one after the other. */
export type SampleGenerator = () => Samples | Promise<Samples>;

class RepresentativeDatasetClass {
  static readonly class_name: string = 'RepresentativeDataset';
  readonly input_gen: SampleGenerator;

  constructor(input_gen: SampleGenerator) {
    this.input_gen = input_gen;
  }
}

/**
 * `RepresentativeDataset(input_gen)`: samples as the model will meet them, a few hundred, scaled as in training. Their
 * smallest and largest values decide the scales of the quantized model. `converter.representative_dataset` takes the
 * generator function itself as well.
 */
export const RepresentativeDataset = pythonClass(RepresentativeDatasetClass);
export type RepresentativeDataset = RepresentativeDatasetClass;
