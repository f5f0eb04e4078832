export { createRestHandler } from './handler';
export type {
  PrometheusEndpoint,
  RequestNote,
  RestAnswer,
  RestHandler,
  RestOptions,
} from './types';
