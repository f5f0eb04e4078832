import type { ContainerInfo } from '#protocol';
import { grpcPort, modelNames, restPort, statusPath } from './served';
import { indent, quote, quoteAll } from './yaml';

/** Kubernetes allows 63 lower-case letters, digits and hyphens. */
function dnsLabel(name: string): string {
  const label = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^[^a-z]+/g, '')
    .slice(0, 63)
    .replaceAll(/-+$/g, '');
  return label || 'serving';
}

/** What the image that the Dockerfile makes is called. */
export function imageName(container: ContainerInfo): string {
  return `${dnsLabel(container.name)}-serving:1`;
}

/** Kubernetes puts variables in where it reads `$(NAME)`. */
function literal(text: string): string {
  return text.replaceAll('$(', '$$$$(');
}

/** Two of the same container behind one address. */
export function kubernetesManifest(container: ContainerInfo): string {
  const name = dnsLabel(container.name);
  const deployment = [
    ...introduction(container),
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: { name: ${quote(name)} }`,
    'spec:',
    '  replicas: 2',
    '  selector:',
    `    matchLabels: { app: ${quote(name)} }`,
    '  template:',
    '    metadata:',
    `      labels: { app: ${quote(name)} }`,
    '    spec:',
    '      containers:',
    ...indent(containerLines(container), 8),
  ];
  return `${[...deployment, '---', ...serviceLines(container, name)].join('\n')}\n`;
}

function introduction(container: ContainerInfo): string[] {
  return [
    `# Two replicas of the container ${container.name}, and one address for both.`,
    `# The models are in the image: docker build -t ${imageName(container)} . and then push it where your cluster pulls from.`,
    '# To release versions without a new image, mount a PersistentVolumeClaim that all replicas read at the same path',
    '# instead; the servers find a new version directory there by themselves.',
  ];
}

function containerLines(container: ContainerInfo): string[] {
  const { spec } = container;
  const { entrypoint, args, env } = spec;
  const variables = Object.entries(env);
  return [
    '- name: serving',
    ...indent(
      [
        `image: ${quote(imageName(container))}`,
        ...(entrypoint === undefined ? [] : [`command: ${quoteAll([literal(entrypoint)])}`]),
        ...(args.length === 0 ? [] : [`args: ${quoteAll(args.map(literal))}`]),
        ...(variables.length === 0 ? [] : ['env:']),
        ...variables.map(
          ([key, value]) => `  - { name: ${quote(key)}, value: ${quote(literal(value))} }`,
        ),
        'ports:',
        ...portsOf(container).map(
          ({ name, port }) => `  - { name: ${name}, containerPort: ${port} }`,
        ),
        ...probes(container),
        'resources:',
        '  requests: { cpu: "1", memory: 1Gi }',
        '  limits: { memory: 2Gi }',
      ],
      2,
    ),
  ];
}

function portsOf({ spec }: ContainerInfo): { readonly name: string; readonly port: number }[] {
  const rest = restPort(spec);
  const grpc = { name: 'grpc', port: grpcPort(spec) };
  return rest === undefined ? [grpc] : [grpc, { name: 'rest', port: rest }];
}

function probes(container: ContainerInfo): string[] {
  const hasRest = restPort(container.spec) !== undefined;
  const port = hasRest ? 'rest' : 'grpc';
  const [model = ''] = modelNames(container);
  return [
    '# The port opens once the first load has ended, so a replica may take up to ten minutes to load.',
    'startupProbe:',
    `  tcpSocket: { port: ${port} }`,
    '  periodSeconds: 5',
    '  failureThreshold: 120',
    ...(hasRest ? readiness(model) : []),
    'livenessProbe:',
    `  tcpSocket: { port: ${port} }`,
    '  periodSeconds: 10',
  ];
}

function readiness(model: string): string[] {
  return [
    '# Answers 200 for a model that the server has seen, whatever its state; nothing answers before the first load. It does',
    '# not notice that a version was unloaded later: to check for that too, run the command of the healthcheck in',
    '# compose.yaml (with single dollar signs) in an exec probe.',
    'readinessProbe:',
    '  httpGet:',
    `    path: ${quote(statusPath(model))}`,
    '    port: rest',
    '  periodSeconds: 5',
  ];
}

function serviceLines(container: ContainerInfo, name: string): string[] {
  return [
    'apiVersion: v1',
    'kind: Service',
    `metadata: { name: ${quote(name)} }`,
    'spec:',
    `  selector: { app: ${quote(name)} }`,
    '  ports:',
    ...portsOf(container).map(
      (port) => `    - { name: ${port.name}, port: ${port.port}, targetPort: ${port.name} }`,
    ),
  ];
}
