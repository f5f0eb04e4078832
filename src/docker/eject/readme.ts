import type { ContainerInfo } from '#protocol';
import type { RecordedCalls } from './calls';
import { imageName } from './kubernetes';

/** @param base address of the server's REST port on the learner's machine */
export function readme(container: ContainerInfo, recorded: RecordedCalls, base: string): string {
  const { name } = container;
  const lines = [
    `# ${name}, on the real TensorFlow Serving`,
    '',
    'What ran in your browser, as files. You need Docker, and Python 3 for the comparison.',
    '',
    '1. `docker compose up -d` starts the same container on the real image, with the model directories that lie beside',
    '   `compose.yaml`. `docker compose ps` says `healthy` once every model answers.',
    `2. \`python3 parity.py ${base}\` sends the recorded requests (${recorded.calls.length} of them, in \`requests/\`) to that`,
    '   server and compares status, structure, numbers and error messages with the answers that you got in the browser.',
    '3. `sh calls.sh` is the same requests as lines of curl, for you to read and change.',
    `4. \`docker build -t ${imageName(container)} .\` makes an image with the models in it, and \`kubernetes.yaml\` runs two of`,
    '   it behind one address, with a readiness check: push the image, then `kubectl apply -f kubernetes.yaml`.',
    ...leftOut(recorded),
  ];
  return `${lines.join('\n')}\n`;
}

function leftOut({ cut, outdated }: RecordedCalls): string[] {
  const reasons = [
    ...(cut > 0 ? [`${cut} whose body was too long to be kept`] : []),
    ...(outdated > 0
      ? [`${outdated} answered by a version that would not answer them any more`]
      : []),
  ];
  return reasons.length === 0 ? [] : ['', `Requests that were left out: ${reasons.join('; ')}.`];
}
