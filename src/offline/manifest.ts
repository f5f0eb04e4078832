/** What the build says about its own files. */

export interface PrecacheManifest {
  /** Names the build: a digest over all files. */
  readonly build: string;
  /** The page's main script. */
  readonly entry: string;
  readonly files: readonly PrecacheFile[];
}

export interface PrecacheFile extends FileContent {
  /** Relative to the app's address, `assets/index-3f.js`. */
  readonly url: string;
  /** Whether the address changes with the content, so that one address never means two contents. */
  readonly isImmutable: boolean;
  /** Of a `.gz` file: what arrives from a server that declares it as an encoding. */
  readonly unpacked?: FileContent;
}

export interface FileContent {
  readonly bytes: number;
  /** The first 16 hexadecimal digits of SHA-256. */
  readonly revision: string;
}
