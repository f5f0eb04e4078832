/** Where the container host is, and where it has its files. */

/** Below the service worker's scope: calls of the host. */
export const SERVING_ENDPOINT = 'slipway-serving/';

/** Ports of localhost that belong to the host: nobody else is asked, so that a refused connection is one. */
export const SERVER_PORTS: readonly number[] = [8500, 8501];

/** Directories of the workspace for what outlives a host, by who it is. */
export const SERVING_STORAGE = {
  serviceWorker: '.slipway/serving',
  inPage: '.slipway/serving-in-page',
} as const;
