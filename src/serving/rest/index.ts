export { createRestHandler } from './handler';
