/** One line of help after mistakes for which the tool itself has few words. */
import { adviceWithoutModel } from '#formats/saved-model';
import { isWithin } from '#workspace';
import type { Command, CommandIO } from '../command';

const NO_MODEL = /^OSError: SavedModel file does not exist at: (.*)$/m;
const NO_FLAG = /^saved_model_cli (show|run|scan): error: flag --\w+=None/m;
const NO_COMMAND = /^KeyError: '|error: Too few arguments/m;
const EXAMPLES: Readonly<Record<string, string>> = {
  show: 'saved_model_cli show --dir serving/fashion/1 --all',
  scan: 'saved_model_cli scan --dir serving/fashion/1',
  run: 'saved_model_cli run --dir serving/fashion/1 --tag_set serve --signature_def serve --inputs x=picture.npy',
};

/** The command, with advice on stderr after what it says. */
export function advised(command: Command): Command {
  return async (args, io) => {
    let said = '';
    const stderr = (text: string) => {
      said += text;
      io.stderr(text);
    };
    const status = await command(args, { ...io, stderr });
    const advice = status === 0 ? onSilence(args) : await onError(said, io);
    if (advice !== undefined) io.stderr(`${advice}\n`);
    return status;
  };
}

async function onError(said: string, io: CommandIO): Promise<string | undefined> {
  const path = NO_MODEL.exec(said)?.[1];
  if (path !== undefined) return onMissing(path, io);
  const command = NO_FLAG.exec(said)?.[1] ?? (NO_COMMAND.test(said) ? 'show' : undefined);
  return command && `For example: ${EXAMPLES[command]}`;
}

/** `show` overlooks a signature without tags. */
function onSilence(args: readonly string[]): string | undefined {
  const has = (flag: string) => args.some((arg) => arg.replace(/^--?/, '').split('=')[0] === flag);
  if (args[0] !== 'show' || !has('signature_def') || has('tag_set') || has('all')) return undefined;
  return 'To see a signature, add its tags: --tag_set serve';
}

/** Of the SavedModels below the current directory, by paths from there. */
async function onMissing(path: string, io: CommandIO): Promise<string | undefined> {
  const { files, workspace, cwd } = io;
  const [root, place] = [files.inWorkspace(cwd), files.inWorkspace(path)];
  if (root === undefined || place === undefined || !isWithin(root, place)) return undefined;
  const fromHere = (whole: string) => (root === '' ? whole : whole.slice(root.length + 1));
  const entries = await workspace.list(root);
  const paths = entries.filter(({ kind }) => kind === 'file').map((file) => fromHere(file.path));
  return adviceWithoutModel(fromHere(place), paths);
}
