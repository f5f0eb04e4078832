/** Made by the build out of its own files. */
declare module 'virtual:precache' {
  import type { PrecacheManifest } from '#offline';

  export const manifest: PrecacheManifest;
}
