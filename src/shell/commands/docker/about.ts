/** `docker version`, `info`, `images`, `pull`: what there is of Docker here. */
import { pullProblem, SERVING_IMAGE } from '#protocol';
import { daemonError, shortId } from './daemon';
import { DockerFailure, type DockerCommand } from './docker-command';
import { IMAGE, parseImage, type ImageName } from './images';
import { printTable, type TableSpec } from './table';
import { parseTemplate } from './template';

/** Of the command line tool whose words are spoken here. */
export const VERSION = '28.2.2';

const FORMAT = {
  name: 'format',
  short: 'f',
  value: 'string',
  help: 'Format output using a custom template',
};

export const version: DockerCommand = {
  usage: '[OPTIONS]',
  summary: 'Show the Docker version information',
  flags: [FORMAT],
  takes: [0, 0],
  async run({ flags, io }) {
    const format = flags.value('format');
    const versions = { Client: { Version: VERSION }, Server: { Version: VERSION } };
    if (format === undefined) {
      io.stdout(
        `Client:\n Version:           ${VERSION}\n OS/Arch:           browser\n\n` +
          `Server: Slipway, in this browser\n Engine:\n  Version:          ${VERSION}\n  Image:            ${SERVING_IMAGE}\n`,
      );
    } else if (format === 'json') io.stdout(`${JSON.stringify(versions)}\n`);
    else io.stdout(`${parseTemplate(format)(versions)}\n`);
    return 0;
  },
};

export const info: DockerCommand = {
  usage: '[OPTIONS]',
  summary: 'Display system-wide information',
  flags: [FORMAT],
  takes: [0, 0],
  async run({ io }) {
    const all = await io.serving.containers();
    const running = all.filter(({ state }) => state === 'running').length;
    io.stdout(
      `Client:\n Version:    ${VERSION}\n\nServer:\n Containers: ${all.length}\n  Running: ${running}\n  Paused: 0\n` +
        `  Stopped: ${all.length - running}\n Images: 1\n Server Version: ${VERSION}\n Name: slipway\n`,
    );
    return 0;
  },
};

export const images: DockerCommand = {
  usage: '[OPTIONS] [REPOSITORY[:TAG]]',
  summary: 'List images',
  flags: [
    { name: 'all', short: 'a', help: 'Show all images (default hides intermediate images)' },
    { name: 'format', value: 'string', help: 'Format output using a custom template' },
    { name: 'no-trunc', help: "Don't truncate output" },
    { name: 'quiet', short: 'q', help: 'Only show image IDs' },
  ],
  takes: [0, 1],
  async run({ flags, operands, io }) {
    const wanted = operands[0] === undefined ? undefined : parseImage(operands[0]).repository;
    const rows: ImageName[] =
      wanted === undefined || wanted === SERVING_IMAGE
        ? [{ repository: SERVING_IMAGE, tag: 'latest' }]
        : [];
    const id = flags.has('no-trunc') ? IMAGE.id : shortId(IMAGE.id.slice('sha256:'.length));
    if (flags.has('quiet')) io.stdout(rows.map(() => `${id}\n`).join(''));
    else io.stdout(printTable(tableOf(id), rows, flags.value('format')));
    return 0;
  },
};

function tableOf(id: string): TableSpec<ImageName> {
  return {
    context: 'imageContext',
    usual: ['Repository', 'Tag', 'ID', 'CreatedSince', 'Size'],
    columns: {
      Repository: { heading: 'REPOSITORY', cell: ({ repository }) => repository },
      Tag: { heading: 'TAG', cell: ({ tag }) => tag },
      ID: { heading: 'IMAGE ID', cell: () => id },
      CreatedSince: { heading: 'CREATED', cell: () => 'N/A' },
      Size: { heading: 'SIZE', cell: () => '0B' },
    },
  };
}

export const pull: DockerCommand = {
  usage: '[OPTIONS] NAME[:TAG|@DIGEST]',
  summary: 'Download an image from a registry',
  flags: [
    { name: 'all-tags', short: 'a', help: 'Download all tagged images in the repository' },
    { name: 'disable-content-trust', help: '', isWithoutEffect: true },
    {
      name: 'platform',
      value: 'string',
      help: 'Set platform if server is multi-platform capable',
    },
    { name: 'quiet', short: 'q', help: 'Suppress verbose output' },
  ],
  takes: [1, 1],
  async run({ flags, operands: [text = ''], io }) {
    const name = parseImage(text);
    const { repository, tag } = name;
    const isQuiet = flags.has('quiet');
    const hasTag = /:[^/]*$/.test(text) || text.includes('@');
    if (!hasTag && !isQuiet) io.stdout('Using default tag: latest\n');
    const problem = pullProblem(name.repository, name.tag);
    if (problem !== undefined) throw new DockerFailure(daemonError(problem));
    if (!isQuiet) {
      io.stdout(
        `${tag}: Pulling from ${repository}\nStatus: Image is up to date for ${repository}:${tag}\n`,
      );
    }
    io.stdout(`docker.io/${repository}:${tag}\n`);
    return 0;
  },
};
