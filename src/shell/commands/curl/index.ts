/** `curl`, for the ports of localhost: what it sends goes to the containers as it is, unchanged by any browser. */
import type { Command, CommandIO } from '../../command';
import { readData, readUpload } from './body';
import { Code, CurlError, CurlUsageError } from './curl-error';
import { expandUrl, type GlobbedUrl } from './glob';
import { readOptionFile } from './option-file';
import { CurlOptions } from './options';
import { fileOf } from './output';
import { methodOf, VERSION, type Payload } from './request';
import { retryAsAsked } from './retry';
import { tellError, transfer, type Outcome } from './transfer';
import { writeOut } from './write-out';

const TRY = "curl: try 'curl --help' or 'curl --manual' for more information\n";

const HELP = `Usage: curl [options...] <url>
 -d, --data <data>           HTTP POST data
 -f, --fail                  Fail fast with no output on HTTP errors
 -G, --get                   Put the post data in the URL and use GET
 -H, --header <header/@file> Pass custom header(s) to server
 -I, --head                  Show document info only
 -i, --show-headers          Show response headers in output
     --json <data>           HTTP POST JSON
 -m, --max-time <seconds>    Maximum time allowed for transfer
 -o, --output <file>         Write to file instead of stdout
 -X, --request <method>      Specify request method to use
 -s, --silent                Silent mode
 -S, --show-error            Show error even when -s is used
 -T, --upload-file <file>    Transfer local FILE to destination
 -v, --verbose               Make the operation more talkative
 -w, --write-out <format>    Output FORMAT after completion
`;

export const curl: Command = async (args, io) => {
  try {
    return await runAll(args, io);
  } catch (error) {
    if (!(error instanceof CurlUsageError)) throw error;
    const isWarning = error.message.startsWith('Warning');
    io.stderr(`${error.message}\n${isWarning ? '' : TRY}`);
    return error.code;
  }
};

async function runAll(args: readonly string[], io: CommandIO): Promise<number> {
  if (args.length === 0) {
    io.stderr(TRY);
    return Code.failedInit;
  }
  const options = new CurlOptions(args);
  if (options.has('help')) return say(HELP, io);
  if (options.has('version')) return say(versionText(), io);
  const data = await readData(options, io);
  if (options.urls.length === 0) {
    throw new CurlUsageError(`curl: (${Code.failedInit}) no URL specified`);
  }
  methodOf(options, { data, upload: undefined });
  return await transferAll(options, data, io);
}

function say(text: string, io: CommandIO): number {
  io.stdout(text);
  return 0;
}

function versionText(): string {
  return `curl ${VERSION} (browser) libcurl/${VERSION}\nProtocols: http\nFeatures: none\n`;
}

/** @returns the status of the last transfer */
async function transferAll(
  options: CurlOptions,
  data: Payload['data'],
  io: CommandIO,
): Promise<number> {
  const format = await formatOf(options, io);
  let status = 0;
  let index = 0;
  for (const [urlIndex, text] of options.urls.entries()) {
    for (const globbed of expand(text, options, io)) {
      if (!globbed) {
        status = Code.badUrl;
        continue;
      }
      const outcome = await transferOne(options, data, urlIndex, globbed, index, io);
      if (format !== undefined) writeOut(format, outcome, index, io);
      status = outcome.error?.code ?? 0;
      index++;
      if (status !== 0 && options.has('fail-early')) return status;
    }
  }
  return status;
}

/** Undefined in place of a URL that cannot be expanded. */
function expand(text: string, options: CurlOptions, io: CommandIO): (GlobbedUrl | undefined)[] {
  try {
    return expandUrl(text, options.has('globoff'));
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    tellError(error, options, io);
    return [undefined];
  }
}

async function transferOne(
  options: CurlOptions,
  data: Payload['data'],
  urlIndex: number,
  globbed: GlobbedUrl,
  index: number,
  io: CommandIO,
): Promise<Outcome> {
  const file = fileOf(options, urlIndex, globbed);
  const uploaded = options.values('upload-file')[urlIndex];
  let upload: Payload['upload'];
  try {
    upload = uploaded === undefined ? undefined : await readUpload(uploaded, io);
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    tellError(error, options, io);
    return failed(globbed.url, error);
  }
  const text = uploaded === undefined ? globbed.url : withFileName(globbed.url, uploaded);
  const plan = { text, options, payload: { data, upload }, file, index };
  return await retryAsAsked(options, io, () => transfer(plan, io));
}

function failed(text: string, error: CurlError): Outcome {
  return {
    text,
    url: undefined,
    request: undefined,
    response: undefined,
    duration: 0,
    error,
    file: undefined,
  };
}

/** A URL that ends in `/` gets the uploaded file's name. */
function withFileName(url: string, file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return /^(\w+:\/\/)?[^/?#]*$/.test(url) ? `${url}/${name}` : url.replace(/\/$/, `/${name}`);
}

/** `-w format`, or `-w @file`. */
async function formatOf(options: CurlOptions, io: CommandIO): Promise<string | undefined> {
  const option = options.given.findLast(({ name }) => name === 'write-out');
  if (!option?.value.startsWith('@')) return option?.value;
  const bytes = await readOptionFile(option.value.slice(1), option.written, options, io);
  return new TextDecoder().decode(bytes).replaceAll(/[\r\n]/g, '');
}
