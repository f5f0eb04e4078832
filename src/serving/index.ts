export type { Clock, Environment, ServerFiles, ServerLog, Severity } from './environment';
export { headerOf, type Headers, type HttpRequest, type HttpResponse } from './http';
export {
  createMetrics,
  PROMETHEUS_PATH,
  type Metrics,
  type MetricsRegistry,
  type MetricsSnapshot,
} from './metrics';
export {
  createRestHandler,
  type PrometheusEndpoint,
  type RequestNote,
  type RestAnswer,
  type RestHandler,
  type RestOptions,
} from './rest';
export type {
  ManagerState,
  ModelSpec,
  RunOptions,
  ServableHandle,
  Servables,
  VersionStatus,
} from './servable';
export type {
  Answer,
  KeptFiles,
  ModelServer,
  ModelView,
  ServerOptions,
  ServerSnapshot,
  StartModelServer,
} from './model-server';
export { startModelServer } from './server';
