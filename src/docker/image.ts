/** What a container of the image runs, and what Docker says of images and programs that are not here. */
import { pullProblem, type ContainerSpec } from '#protocol';
import type { Refusal } from './refusal';
import { refuse } from './refusal';

const SCRIPT = '/usr/bin/tf_serving_entrypoint.sh';
const SERVER = 'tensorflow_model_server';

interface ImageName {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
}

/** `docker.io/tensorflow/serving:2.20.0@sha256:…` */
function parseImage(image: string): ImageName {
  const [named = '', digest] = image.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const repository = hasTag ? named.slice(0, colon) : named;
  return {
    repository: repository.replace(/^(docker\.io|index\.docker\.io)\//, ''),
    tag: hasTag ? named.slice(colon + 1) : 'latest',
    digest,
  };
}

/** Why an image cannot be run; undefined when it is here. */
export function refuseImage(image: string): Refusal | undefined {
  const { repository, tag, digest } = parseImage(image);
  const problem = pullProblem(repository, digest === undefined ? tag : 'latest');
  return problem === undefined ? undefined : refuse(problem, 125);
}

/** What a container runs, as `docker ps` shows it. */
export function commandOf({ entrypoint, args }: ContainerSpec): readonly string[] {
  if (entrypoint === undefined) return [SCRIPT, ...args];
  return entrypoint === '' ? args : [entrypoint, ...args];
}

/** `undefined` for a program that is not in the image, or is none that runs here. */
function programOf(path: string): 'script' | 'server' | undefined {
  const name = path.replace(/^\/usr\/bin\//, '');
  if (name === SCRIPT.replace('/usr/bin/', '')) return 'script';
  return name === SERVER ? 'server' : undefined;
}

export function refuseCommand(spec: ContainerSpec): Refusal | undefined {
  const [program] = commandOf(spec);
  if (program === undefined) return refuse('no command specified', 125);
  if (programOf(program)) return undefined;
  const start =
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed';
  return refuse(
    `${start}: unable to start container process: exec: ${JSON.stringify(program)}: executable file not found in $PATH: unknown`,
    127,
  );
}

/** The command line after `tensorflow_model_server`, as the image's script puts it together. */
export function serverArguments(spec: ContainerSpec): readonly string[] {
  const [program, ...args] = commandOf(spec);
  if (program !== undefined && programOf(program) === 'server') return args;
  const { MODEL_NAME: name = 'model', MODEL_BASE_PATH: base = '/models' } = spec.env;
  // The script does not quote its variables, so the shell takes them apart at white space.
  const own = `--port=8500 --rest_api_port=8501 --model_name=${name} --model_base_path=${base}/${name}`;
  return [...own.split(/[ \t\n]+/).filter(Boolean), ...args];
}
