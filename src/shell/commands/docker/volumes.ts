/** Volumes: `-v SOURCE:TARGET[:OPTIONS]` and `--mount type=bind,source=…,target=…`. */
import type { VolumeMapping } from '#protocol';
import type { ShellFiles } from '../../command';
import { daemonError } from './daemon';
import { DockerFailure } from './docker-command';

const MODES = /^(ro|rw|z|Z|cached|delegated|consistent|nocopy|r?(shared|slave|private))$/;
const VOLUME_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** @throws DockerFailure in Docker's words, without prefix */
export function parseVolume(spec: string, files: ShellFiles): VolumeMapping {
  if (spec === '') throw new DockerFailure('invalid empty volume spec', 125);
  const parts = spec.split(':');
  if (parts.length > 1 && parts.includes('')) {
    throw new DockerFailure(`invalid spec: ${spec}: empty section between colons`, 125);
  }
  if (parts.length > 3) throw refused(`invalid volume specification: '${spec}'`);
  const [source = '', target, modes = ''] = parts;
  if (target === undefined) return anonymous(source, spec);
  const wrong = modes.split(',').find((mode) => mode !== '' && !MODES.test(mode));
  if (wrong !== undefined) throw refused(`invalid mode: ${modes}`);
  checkTarget(target, spec);
  return { ...placeOf(source, files), target, readOnly: modes.split(',').includes('ro') };
}

function anonymous(target: string, spec: string): VolumeMapping {
  checkTarget(target, spec);
  return { source: '', workspacePath: undefined, target, readOnly: false };
}

function checkTarget(target: string, spec: string): void {
  if (!target.startsWith('/')) {
    throw refused(
      `invalid volume specification: '${spec}': invalid mount config for type "bind": invalid mount path: '${target}' mount path must be absolute`,
    );
  }
  if (/^\/+$/.test(target)) {
    throw refused(
      `invalid volume specification: '${spec}': invalid mount config for type "bind": invalid specification: destination can't be '/'`,
    );
  }
}

/** A path with a slash in front or a dot is a place of the host; else it is the name of a volume. */
function placeOf(
  source: string,
  files: ShellFiles,
): Pick<VolumeMapping, 'source' | 'workspacePath'> {
  if (/^[./]/.test(source)) return hostPlace(source, files);
  if (!VOLUME_NAME.test(source)) {
    throw refused(
      `create ${source}: "${source}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
    );
  }
  return { source, workspacePath: undefined };
}

function hostPlace(source: string, files: ShellFiles): Omit<VolumeMapping, 'target' | 'readOnly'> {
  return { source: files.resolve(source), workspacePath: files.inWorkspace(source) };
}

const MOUNT_KEYS = ['type', 'source', 'src', 'target', 'dst', 'destination', 'readonly', 'ro'];
const BARE_KEYS = ['readonly', 'ro'];

/** @returns what is wrong with the syntax of a `--mount` */
export function checkMount(spec: string): string | undefined {
  for (const field of spec.split(',')) {
    const [key = '', value] = field.split(/=(.*)/s);
    if (value === undefined && !BARE_KEYS.includes(key)) {
      return `invalid field '${field}' must be a key=value pair`;
    }
    if (!MOUNT_KEYS.includes(key) && !key.includes('-')) {
      return `unexpected key '${key}' in '${field}'`;
    }
  }
  return undefined;
}

/** @throws DockerFailure in Docker's words, without prefix */
export async function parseMount(spec: string, files: ShellFiles): Promise<VolumeMapping> {
  const fields = new Map(
    spec.split(',').map((field): [string, string] => {
      const [key = '', value = 'true'] = field.split(/=(.*)/s);
      return [key, value];
    }),
  );
  const read = (...names: string[]) => names.map((name) => fields.get(name)).find(Boolean);
  const type = read('type') ?? 'volume';
  const source = read('source', 'src') ?? '';
  const target = read('target', 'dst', 'destination') ?? '';
  const readOnly = ['true', '1'].includes(read('readonly', 'ro') ?? '');
  const config = `invalid mount config for type "${type}"`;
  if (!['bind', 'volume', 'tmpfs'].includes(type)) throw refused(`mount type unknown: "${type}"`);
  if (target === '') throw refused(`${config}: field Target must not be empty`);
  if (!target.startsWith('/')) {
    throw refused(`${config}: invalid mount path: '${target}' mount path must be absolute`);
  }
  if (type !== 'bind') return { source, workspacePath: undefined, target, readOnly };
  if (source === '') throw refused(`${config}: field Source must not be empty`);
  if (!/^[./]/.test(source)) {
    throw refused(`${config}: invalid mount path: '${source}' mount path must be absolute`);
  }
  if (!(await files.exists(source))) {
    throw refused(`${config}: bind source path does not exist: ${files.resolve(source)}`);
  }
  return { ...hostPlace(source, files), target, readOnly };
}

function refused(message: string): DockerFailure {
  return new DockerFailure(daemonError(message), 125);
}
