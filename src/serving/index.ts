export type { Clock, Environment, ServerFiles, ServerLog, Severity } from './environment';
export type { Answer, Headers, HttpRequest } from './http';
export { createMetrics } from './metrics';
export type { ServableHandle } from './servable';
export type {
  KeptFiles,
  ModelServer,
  ModelView,
  ServerOptions,
  ServerSnapshot,
  StartModelServer,
} from './model-server';
export { startModelServer } from './server';
