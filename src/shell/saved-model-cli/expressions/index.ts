export { evaluate, type Evaluated } from './evaluate';
export { asArray, type Value } from './value';
