/** Files that are no files: what is written to them is heard at once. Only scripts that this room has prepared use them. */
import { InMemoryFs } from 'just-bash/browser';
import { toBytes } from './files/content';
import { TERMINAL_MARKS } from './script/terminal-marks';

export interface ChannelListener {
  /** Told of each piece that is written to a channel. */
  heard(name: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** Who reads the channel `pause` waits for this, and then reads nothing. */
  asked(): Promise<void>;
}

export class ChannelFs extends InMemoryFs {
  readonly #listener: ChannelListener;

  constructor(listener: ChannelListener) {
    super({ '/pause': '', ...TERMINAL_MARKS });
    this.#listener = listener;
  }

  override async appendFile(...[path, content, encoding]: Parameters<InMemoryFs['appendFile']>) {
    const bytes = toBytes(content, encoding);
    if (bytes.length > 0) this.#listener.heard(path.slice(1), bytes);
  }

  override async readFileBuffer(path: string): Promise<Uint8Array> {
    if (path === '/pause') await this.#listener.asked();
    return super.readFileBuffer(path);
  }
}
