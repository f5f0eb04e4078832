/** Reads the command line as TensorFlow's flag parser does: `--name=value`, never `--name value`. */
import { FLAGS, type FlagEntry } from './flag-table';

export interface ServerFlags {
  readonly port: number;
  readonly restApiPort: number;
  readonly restApiTimeoutInMs: number;
  readonly restApiEnableCorsSupport: boolean;
  readonly enableBatching: boolean;
  readonly allowVersionLabelsForUnavailableModels: boolean;
  readonly batchingParametersFile: string;
  readonly enablePerModelBatchingParameters: boolean;
  readonly modelConfigFile: string;
  readonly modelConfigFilePollWaitSeconds: number;
  readonly modelName: string;
  readonly modelBasePath: string;
  readonly maxNumLoadRetries: number;
  readonly loadRetryIntervalMicros: number;
  readonly fileSystemPollWaitSeconds: number;
  readonly flushFilesystemCaches: boolean;
  readonly grpcSocketPath: string;
  readonly platformConfigFile: string;
  readonly savedModelTags: string;
  readonly enableModelWarmup: boolean;
  readonly numRequestIterationsForWarmup: number;
  readonly version: boolean;
  readonly monitoringConfigFile: string;
  readonly enableSignatureMethodNameCheck: boolean;
  readonly enableProfiler: boolean;
  readonly enableGrpcHealthcheckService: boolean;
}

export interface ParsedFlags {
  readonly flags: ServerFlags;
  /** The server prints its usage and ends. */
  readonly refused: boolean;
  /** What could not be read, as logged. */
  readonly errors: readonly string[];
  /** What is no flag: the first of them is complained about, and the server starts all the same. */
  readonly unknown: readonly string[];
}

type Value = number | boolean | string;

/** @param args the command line without the program's name */
export function parseFlags(args: readonly string[]): ParsedFlags {
  const values = new Map<string, Value>(FLAGS.map((entry) => [entry.name, entry.value]));
  const errors: string[] = [];
  const unknown: string[] = [];
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const entry = FLAGS.find((known) => isFor(arg, known));
    if (entry === undefined) unknown.push(arg);
    else readValue(arg, entry, values, errors);
  }
  if (end >= 0) unknown.push(...args.slice(end));
  const refused = errors.length > 0 || unknown[0] === '--help';
  return { flags: flagsOf(values), refused, errors, unknown };
}

/** What `--help` and every mistake print. */
export function usage(program: string): string {
  const lines = FLAGS.map(
    (entry) => `\t${shown(entry).padEnd(33)}\t${entry.type}\t${entry.help}\n`,
  );
  return `usage: ${program}\nFlags:\n${lines.join('')}`;
}

/** A boolean takes everything that begins with its name; the others want the equals sign. */
function isFor(arg: string, entry: FlagEntry): boolean {
  return arg.startsWith(`--${entry.name}${entry.type === 'bool' ? '' : '='}`);
}

function readValue(
  arg: string,
  entry: FlagEntry,
  values: Map<string, Value>,
  errors: string[],
): void {
  const rest = arg.slice(2 + entry.name.length);
  const text = entry.type === 'bool' ? rest : rest.slice(1);
  const value = valueOf(text, entry);
  if (value === undefined) {
    errors.push(`Couldn't interpret value ${text} for flag ${entry.name}.`);
  } else {
    values.set(entry.name, value);
  }
}

function valueOf(text: string, entry: FlagEntry): Value | undefined {
  switch (entry.type) {
    case 'string':
      return text;
    case 'bool':
      return text === '' || text === '=true' ? true : text === '=false' ? false : undefined;
    case 'float':
      return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    default:
      return /^\s*[+-]?\d+$/.test(text) ? whole(Number(text), entry.type) : undefined;
  }
}

/** `sscanf("%d")` keeps the lowest 32 bits. */
function whole(value: number, type: 'int32' | 'int64'): number {
  return type === 'int32' ? value | 0 : value;
}

function shown(entry: FlagEntry): string {
  if (entry.type === 'string') return `--${entry.name}="${entry.value}"`;
  if (entry.type === 'float') return `--${entry.name}=${Number(entry.value).toFixed(6)}`;
  return `--${entry.name}=${entry.value}`;
}

function flagsOf(values: ReadonlyMap<string, Value>): ServerFlags {
  const camel = (name: string) =>
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    [...values].map(([name, value]) => [camel(name), value]),
  ) as unknown as ServerFlags;
}
