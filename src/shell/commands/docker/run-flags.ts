/** The flags of `docker run`. Those that say how a real machine is to be shared or watched have no effect here. */
import { checkVariable } from './environment';
import { checkInt, type FlagSpec } from './flags';
import { checkMount } from './volumes';

const MEANT: readonly FlagSpec[] = [
  { name: 'detach', short: 'd', help: 'Run container in background and print container ID' },
  { name: 'entrypoint', value: 'string', help: 'Overwrite the default ENTRYPOINT of the image' },
  {
    name: 'env',
    short: 'e',
    value: 'list',
    help: 'Set environment variables',
    check: checkVariable,
  },
  { name: 'env-file', value: 'list', help: 'Read in a file of environment variables' },
  { name: 'interactive', short: 'i', help: 'Keep STDIN open even if not attached' },
  {
    name: 'mount',
    value: 'mount',
    help: 'Attach a filesystem mount to the container',
    check: checkMount,
  },
  { name: 'name', value: 'string', help: 'Assign a name to the container' },
  { name: 'network', value: 'network', help: 'Connect a container to a network' },
  { name: 'net', value: 'network', help: 'Connect a container to a network' },
  { name: 'platform', value: 'string', help: 'Set platform if server is multi-platform capable' },
  {
    name: 'publish',
    short: 'p',
    value: 'list',
    help: "Publish a container's port(s) to the host",
  },
  { name: 'publish-all', short: 'P', help: 'Publish all exposed ports to random ports' },
  {
    name: 'pull',
    value: 'string',
    help: 'Pull image before running ("always", "missing", "never") (default "missing")',
  },
  { name: 'quiet', short: 'q', help: 'Suppress the pull output' },
  {
    name: 'restart',
    value: 'string',
    help: 'Restart policy to apply when a container exits (default "no")',
  },
  { name: 'rm', help: 'Automatically remove the container when it exits' },
  { name: 'tty', short: 't', help: 'Allocate a pseudo-TTY' },
  { name: 'volume', short: 'v', value: 'list', help: 'Bind mount a volume' },
  { name: 'gpus', value: 'gpu-request', help: "GPU devices to add to the container ('all')" },
];

const SWITCHES =
  'disable-content-trust init no-healthcheck oom-kill-disable privileged read-only sig-proxy use-api-socket';

const VALUES =
  'add-host annotation a,attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile ' +
  'cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime c,cpu-shares cpus cpuset-cpus cpuset-mems ' +
  'detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns ' +
  'dns-option dns-search domainname expose group-add health-cmd health-interval health-retries ' +
  'health-start-interval health-start-period health-timeout h,hostname io-maxbandwidth io-maxiops ip ip6 ipc isolation ' +
  'kernel-memory l,label label-file link link-local-ip log-driver log-opt mac-address m,memory memory-reservation ' +
  'memory-swap memory-swappiness network-alias oom-score-adj pid pids-limit runtime security-opt shm-size ' +
  'stop-signal stop-timeout storage-opt sysctl tmpfs ulimit u,user userns uts volume-driver volumes-from w,workdir';

const NUMBERS: ReadonlySet<string> = new Set(['pids-limit', 'oom-score-adj', 'stop-timeout']);

function withoutEffect(names: string, value?: string): FlagSpec[] {
  return names.split(' ').map((each) => {
    const [name = '', short] = each.split(',').reverse();
    return {
      name,
      help: '',
      isWithoutEffect: true,
      ...(short ? { short } : {}),
      ...(value ? { value } : {}),
      ...(NUMBERS.has(name) ? { check: checkInt } : {}),
    };
  });
}

export const RUN_FLAGS: readonly FlagSpec[] = [
  ...MEANT,
  ...withoutEffect(SWITCHES),
  ...withoutEffect(VALUES, 'string'),
];
