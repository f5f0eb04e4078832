/** What to do about commands and files that are not here. */
import { HOME } from './files/paths';

const PYTHON =
  'There is no Python in this shell but `python -m json.tool`. Cells in TypeScript build and run models.';
const NETWORK = 'This shell has no network.';
const INSTALL = 'Nothing can be installed here, and nothing needs to be.';
const EDIT = 'To write a file, use `cat > name <<EOF`; to look at one, `cat`, `head` or `tail`.';

const ADVICE: Readonly<Record<string, string>> = {
  python: PYTHON,
  python3: PYTHON,
  curl: NETWORK,
  wget: NETWORK,
  ssh: NETWORK,
  git: 'There is no git here. Downloaded files can be put under version control on your machine.',
  pip: INSTALL,
  pip3: INSTALL,
  conda: INSTALL,
  npm: INSTALL,
  apt: INSTALL,
  'apt-get': INSTALL,
  brew: INSTALL,
  sudo: 'There is no other user here: leave sudo out.',
  vi: EDIT,
  vim: EDIT,
  nano: EDIT,
  less: EDIT,
  more: EDIT,
};

const GENERAL =
  'This shell has the usual tools for files and text (ls, cat, head, grep, find, du, tree, cp, mv, rm, unzip, jq, …) and saved_model_cli.';

const NOT_THERE = /: No such file or directory$|^OSError: SavedModel file does not exist at: /m;

/** For a script that does not find its files because an earlier one went elsewhere. @param directory where it started */
export function adviceOnPlace(message: string, directory: string): string[] {
  if (directory === HOME || !NOT_THERE.test(message)) return [];
  return [
    `This shell is in ${directory.replace(HOME, '~')}, where an earlier line went. \`cd\` goes back to your files.`,
  ];
}

/** One line for each command that a message says is not found. */
export function adviceOn(message: string): string[] {
  const missing = Array.from(
    message.matchAll(/^bash: (\S+): command not found$/gm),
    ([, name]) => name!,
  );
  return missing.map((name) => (Object.hasOwn(ADVICE, name) ? ADVICE[name]! : GENERAL));
}
