/** The service worker: wires the copy of the app for offline use. */
import { startOffline } from '#offline';
import { manifest } from 'virtual:precache';

declare const self: ServiceWorkerGlobalScope;

startOffline(self, manifest);
