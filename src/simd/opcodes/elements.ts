/** Everything that goes element by element or row by row. */
export enum ElementsOpcode {
  Fill = 80,
}
