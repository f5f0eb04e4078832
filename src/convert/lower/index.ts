export { lower } from './lower';
export { ConverterError } from './refusal';
