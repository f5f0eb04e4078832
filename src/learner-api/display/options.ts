/** What `display` takes beside the value. */
import type { NDArray } from '#tensor';

export interface DisplayOptions {
  /** One for each picture; a number is looked up in `class_names`. */
  readonly labels?: NDArray | readonly (number | string)[];
  /** Names of the classes: of the labels of pictures, or of the rows and columns of confusion matrices. */
  readonly class_names?: readonly string[];
  /** A text for each picture, below its label. */
  readonly captions?: readonly string[];
  /** A name for each of several confusion matrices. */
  readonly titles?: readonly string[];
  /**
   * A range [min, max]: shows the values with the levels that int8 has when calibration saw this range, to be played with.
   */
  readonly quantization?: readonly [min: number, max: number];
  /** Above a table or a matrix; under the picture, or under each that has neither label nor caption of its own. */
  readonly caption?: string;
}

export const DISPLAY_OPTIONS = [
  'labels',
  'class_names',
  'captions',
  'titles',
  'caption',
  'quantization',
];
