export type { FileContent, PrecacheFile, PrecacheManifest } from './manifest';
export { startOffline } from './start-offline';
