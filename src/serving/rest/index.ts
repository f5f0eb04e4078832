export type {
  PrometheusEndpoint,
  RequestNote,
  RestAnswer,
  RestHandler,
  RestOptions,
} from './handler';
