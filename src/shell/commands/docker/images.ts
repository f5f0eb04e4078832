/** Names of images, and how the one that is here looks. */
import { DockerFailure } from './docker-command';

export interface ImageName {
  /** Without `docker.io/` and `library/`. */
  readonly repository: string;
  readonly tag: string;
}

/** @throws DockerFailure in the words of Docker's reference parser, without prefix */
export function parseImage(text: string): ImageName {
  const [, name = '', tag = 'latest'] =
    /^(.+?)(?::([\w][\w.-]{0,127}))?(?:@sha256:[\da-f]{64})?$/.exec(text) ?? [];
  if (/[A-Z]/.test(name) && /^[\w.-]+(\/[\w.-]+)*$/.test(name)) {
    const [host = '', ...rest] = name.split('/');
    const isHost = rest.length > 0 && /[.A-Z]/.test(host);
    const whole = isHost ? rest.join('/') : name.includes('/') ? name : `library/${name}`;
    throw new DockerFailure(
      `invalid reference format: repository name (${whole}) must be lowercase`,
      125,
    );
  }
  if (!/^([a-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$/.test(name)) {
    throw new DockerFailure('invalid reference format', 125);
  }
  const repository = name.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
  return { repository, tag };
}

/** What is known of the image's looks; digits as if it had been pulled. */
export const IMAGE = {
  id: `sha256:${'5e1b0c'.repeat(11).slice(0, 64)}`,
  exposed: [8500, 8501],
};
