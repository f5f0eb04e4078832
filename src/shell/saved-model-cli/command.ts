/**
 * `saved_model_cli` as TensorFlow 2.21 has it: the same text, errors and exit statuses. Of an exception the last line is
 * printed, without the traceback, and the log lines of the real tool are left out.
 */
import { AttributeError, NotImplementedError, OSError, PythonError, ValueError } from '#errors';
import { readSavedModel, type SavedModelArtifact } from '#formats/saved-model';
import { FileError, type Command, type CommandIO } from '../command';
import { execute } from './execute';
import { Exit, parseFlags, type Flags } from './flags';
import { refuseElsewhere, run, type Execute } from './run';
import { DENYLIST, scanText } from './scan';
import {
  checkListable,
  findMetaGraph,
  showAll,
  showOps,
  showSignature,
  showSignatureKeys,
  showTagSets,
} from './show';
import { parseSubcommand, type Subcommand } from './subcommand';

export const savedModelCli: Command = createSavedModelCli(execute);

/** @param onRun runs a signature for `saved_model_cli run` */
export function createSavedModelCli(onRun: Execute): Command {
  return async (args, io) => {
    try {
      const flags = parseFlags(args);
      const command = parseSubcommand(args, flags);
      await new Call(flags, io, onRun).start(command);
      return 0;
    } catch (error) {
      if (io.signal.aborted) throw error;
      return report(error, io);
    }
  };
}

class Call {
  readonly #flags: Flags;
  readonly #io: CommandIO;
  readonly #onRun: Execute;

  constructor(flags: Flags, io: CommandIO, onRun: Execute) {
    this.#flags = flags;
    this.#io = io;
    this.#onRun = onRun;
  }

  start(command: Subcommand): Promise<void> {
    if (command === 'show') return this.#show();
    if (command === 'scan') return this.#scan();
    if (command === 'run') return this.#run();
    throw new NotImplementedError(`saved_model_cli ${command} is not available in the browser.`, {
      hint: 'It compiles for TensorRT or with XLA. Run it where TensorFlow is installed.',
    });
  }

  async #show(): Promise<void> {
    const { stdout } = this.#io;
    const [tagSet, signature] = [this.#text('tag_set'), this.#text('signature_def')];
    const listsOps = this.#flags.values.get('list_ops') === true;
    if (this.#flags.values.get('all')) return stdout(showAll((await this.#open()).proto));
    if (tagSet === undefined) {
      if (listsOps) stdout('--list_ops must be paired with a tag-set or with --all.\n');
      return stdout(showTagSets((await this.#open()).proto));
    }
    const { proto } = await this.#open();
    const tags = () => tagsFrom(tagSet).join(',');
    if (listsOps) stdout(showOps(findMetaGraph(proto, tags())));
    if (signature === undefined) return stdout(showSignatureKeys(findMetaGraph(proto, tagSet)));
    stdout(showSignature(findMetaGraph(proto, tags()), signature));
  }

  async #scan(): Promise<void> {
    const [tagSet, denied] = [this.#text('tag_set'), this.#text('op_denylist')];
    const { proto } = await this.#open();
    const ops = denied ? new Set(trimmed(denied)) : DENYLIST;
    const metaGraphs = tagSet
      ? [findMetaGraph(proto, tagsFrom(tagSet).join(','))]
      : proto.metaGraphs;
    for (const metaGraph of metaGraphs) this.#io.stdout(scanText(metaGraph, ops));
  }

  async #run(): Promise<void> {
    const [inputs = '', expressions = ''] = [this.#text('inputs'), this.#text('input_exprs')];
    const examples = this.#text('input_examples') ?? '';
    if (!inputs && !expressions && !examples) {
      throw new AttributeError(
        'At least one of --inputs, --input_exprs or --input_examples must be required',
      );
    }
    refuseElsewhere(this.#flags.values);
    const options = {
      inputs,
      expressions,
      examples,
      tags: tagsFrom(this.#text('tag_set')!),
      signature: this.#text('signature_def')!,
      outdir: this.#text('outdir') || undefined,
      overwrite: this.#flags.values.get('overwrite') === true,
    };
    await run(options, this.#io, () => this.#open(), this.#onRun);
  }

  /** The real tool looks for the message first, and has words of its own when there is none. */
  async #open(): Promise<SavedModelArtifact> {
    const path = this.#text('dir')!;
    const { files } = this.#io;
    const found = await Promise.all(
      ['saved_model.pb', 'saved_model.pbtxt'].map((file) => files.exists(`${path}/${file}`)),
    );
    if (!found.some(Boolean)) throw new OSError(`SavedModel file does not exist at: ${path}`);
    const artifact = await readSavedModel({
      path,
      read: async (file) => {
        const place = `${path}/${file}`;
        return (await files.exists(place)) ? files.read(place) : undefined;
      },
    });
    checkListable(artifact.proto, path);
    return artifact;
  }

  #text(name: string): string | undefined {
    const value = this.#flags.values.get(name);
    return typeof value === 'string' ? value : undefined;
  }
}

/** @throws ValueError for nothing but commas and spaces */
function tagsFrom(tagSet: string): string[] {
  const tags = trimmed(tagSet);
  if (tags.length > 0) return tags;
  throw new ValueError('tag_set must contain at least one non-empty item.');
}

function trimmed(list: string): string[] {
  return list.split(',').flatMap((item) => item.trim() || []);
}

function report(error: unknown, { stdout, stderr }: CommandIO): number {
  if (error instanceof Exit) {
    stdout(error.stdout);
    stderr(error.message);
    return error.status;
  }
  if (error instanceof FileError) {
    stderr(`OSError: ${error.message}\n`);
    return 1;
  }
  if (!(error instanceof PythonError)) throw error;
  stderr(`${error.name}: ${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`);
  return 1;
}
