export { probeAdapter, type AdapterProbe } from './adapter';
export * from './backend';
export { createEngine, type Engine, type EngineOptions, type OpenedSession } from './engine';
