export { getRuntime, setRuntime, type OpenedSession, type Runtime } from './runtime';
