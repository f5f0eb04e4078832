/** What to do about commands and files that are not here. */
import { HOME } from './files/paths';

const PYTHON =
  'There is no Python in this shell but `python -m json.tool`. Cells in TypeScript build and run models.';
const NETWORK = 'This shell has no network: curl reaches localhost, where containers listen.';
const INSTALL = 'Nothing can be installed here, and nothing needs to be.';
export const BESIDE =
  'Nothing runs in the background here: with `&` too, a command ends before the next one begins. Containers run on by themselves.';
const EDIT = 'To write a file, use `cat > name <<EOF`; to look at one, `cat`, `head` or `tail`.';

const ADVICE: Readonly<Record<string, string>> = {
  python: PYTHON,
  python3: PYTHON,
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
  watch: 'To look again and again: `while sleep 1; do docker ps; done`. Stop ends it.',
  nohup: BESIDE,
  jobs: BESIDE,
  fg: BESIDE,
  bg: BESIDE,
  disown: BESIDE,
  less: EDIT,
  more: EDIT,
};

const GENERAL =
  'This shell has the usual tools for files and text (ls, cat, head, grep, find, du, tree, cp, mv, rm, unzip, jq, …), saved_model_cli, docker and curl.';

/** Messages of `curl` and `docker`, with what helps; `$1` is what the message names. */
const HELP: readonly (readonly [message: RegExp, advice: string])[] = [
  [/^curl: \(6\) Could not resolve host/m, NETWORK],
  [
    /: port is already allocated/,
    '`docker ps` shows which container has that port, `docker stop NAME` gives it free.',
  ],
  [
    /Conflict\. The container name "\/([^"]+)"/,
    '`docker rm -f $1` removes the container that has that name.',
  ],
  [/No such (?:container|object): /, '`docker ps -a` lists the containers that there are.'],
  [/Invalid container name \(\w\),/, 'A name has two characters or more.'],
  [
    /pull access denied for ([^,]+), /,
    'Docker took `$1` for the image: it is the first word that is no flag. The image that is here is tensorflow/serving.',
  ],
  [
    /^docker: invalid reference format$/m,
    'Docker takes the first word that is no flag for the image; a space too many makes such a word. The image that is here is tensorflow/serving.',
  ],
  [
    /^curl: \(35\) TLS connect error/m,
    'The server speaks plain HTTP: write http:// instead of https://.',
  ],
];

const NOT_THERE = /: No such file or directory$|^OSError: SavedModel file does not exist at: /m;

/** For a script that does not find its files because an earlier one went elsewhere. @param directory where it started */
export function adviceOnPlace(message: string, directory: string): string[] {
  if (directory === HOME || !NOT_THERE.test(message)) return [];
  return [
    `This shell is in ${directory.replace(HOME, '~')}, where an earlier line went. \`cd\` goes back to your files.`,
  ];
}

/** One line for each command that a message says is not found, and for each message that is known. */
export function adviceOn(message: string): string[] {
  const missing = Array.from(
    message.matchAll(/^bash: (\S+): command not found$/gm),
    ([, name]) => name!,
  );
  return [
    ...missing.map((name) => (Object.hasOwn(ADVICE, name) ? ADVICE[name]! : GENERAL)),
    ...HELP.flatMap(([known, advice]) => {
      const [whole] = known.exec(message) ?? [];
      return whole === undefined ? [] : [whole.replace(known, advice)];
    }),
  ];
}
