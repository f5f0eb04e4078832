/** Where headers and body go: to the terminal, or into files (`-o`, `-O`, `-D`, `-i`, `-I`). */
import { ByteWriter } from '#bytes';
import type { RawRequest, RawResponse } from '#protocol';
import { FileError, type CommandIO } from '../../command';
import { Code, CurlError } from './curl-error';
import type { GlobbedUrl } from './glob';
import type { CurlOptions } from './options';

const BINARY = `Warning: Binary output can mess up your terminal. Use "--output -" to tell 
Warning: curl to output it to your terminal anyway, or consider "--output 
Warning: <FILE>" to save to a file.
`;

/** The file of one URL: the n-th `-o` or `-O` is about the n-th URL. */
export function fileOf(
  options: CurlOptions,
  urlIndex: number,
  { url, parts }: GlobbedUrl,
): string | undefined {
  const outputs = options.given.filter(({ name }) => name === 'output' || name === 'remote-name');
  const output = outputs[urlIndex];
  const isRemote = output ? output.name === 'remote-name' : options.has('remote-name-all');
  if (!output && !isRemote) return undefined;
  const name = isRemote
    ? (/^(?:[a-z]+:\/\/)?[^/?#]*\/(?:[^?#]*\/)?([^/?#]+)/i.exec(url)?.[1] ?? 'curl_response')
    : output!.value.replace(
        /#(\d)/g,
        (whole, number: string) => parts[Number(number) - 1] ?? whole,
      );
  if (name === '-') return undefined;
  const directory = options.value('output-dir');
  return directory === undefined ? name : `${directory.replace(/\/$/, '')}/${name}`;
}

/** What is written of one transfer. */
export class Saving {
  readonly #file: string | undefined;
  readonly #options: CurlOptions;
  readonly #io: CommandIO;
  readonly #content = new ByteWriter();

  constructor(file: string | undefined, options: CurlOptions, io: CommandIO) {
    this.#file = file;
    this.#options = options;
    this.#io = io;
  }

  async headers(request: RawRequest, response: RawResponse): Promise<void> {
    const text = headerText(request, response);
    const options = this.#options;
    const dump = options.value('dump-header');
    if (dump === '-') this.#io.stdout(text);
    else if (dump !== undefined) await this.#write(dump, new TextEncoder().encode(text));
    if (options.has('include') || options.has('show-headers') || options.has('head')) {
      await this.body(new TextEncoder().encode(text));
    }
  }

  /** @throws CurlError for bytes that are no text, if the terminal would get them */
  async body(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    if (this.#wouldMessUp(bytes)) throw this.#binary(bytes);
    if (this.#file === undefined) this.#io.stdout(bytes);
    else this.#content.bytes(bytes);
  }

  #wouldMessUp(bytes: Uint8Array): boolean {
    const isOnTerminal = this.#file === undefined && this.#io.terminal !== 'none';
    return isOnTerminal && bytes.includes(0) && !this.#options.values('output').includes('-');
  }

  #binary(bytes: Uint8Array): CurlError {
    if (!this.#options.has('silent')) this.#io.stderr(BINARY);
    return this.#unwritten(bytes);
  }

  #unwritten({ length }: Uint8Array): CurlError {
    return new CurlError(
      Code.writeError,
      `Failure writing output to destination, passed ${length} returned 0`,
    );
  }

  /** Writes the file, if it is one. @throws CurlError with status 23 */
  async close(): Promise<void> {
    if (this.#file === undefined || this.#file === '/dev/null') return;
    if (this.#options.has('create-dirs') && this.#file.includes('/')) {
      await this.#io.files.makeDirectory(this.#file.slice(0, this.#file.lastIndexOf('/')) || '/');
    }
    await this.#write(this.#file, this.#content.finish());
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.#io.files.write(path, bytes);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (!this.#options.has('silent')) {
        this.#io.stderr(`Warning: Failed to open the file ${path}: ${error.message}\n`);
      }
      throw this.#unwritten(bytes);
    }
  }
}

function headerText(request: RawRequest, response: RawResponse): string {
  const { status, statusText, headers } = response;
  const isAsked = request.headers.some(([name]) => name === 'Expect');
  const lines = [
    `HTTP/1.1 ${status} ${statusText}`,
    ...headers.map(([name, value]) => (value === '' ? `${name}:` : `${name}: ${value}`)),
    '',
  ];
  return (
    (isAsked ? 'HTTP/1.1 100 Continue\r\n\r\n' : '') + lines.map((each) => `${each}\r\n`).join('')
  );
}
