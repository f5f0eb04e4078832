import { ValueError } from '#errors';

/** `not-zip`: no zip archive, or one without its end. `damaged`: its bytes contradict themselves. `refused`: we will not unpack it. */
export type ZipProblem = 'not-zip' | 'damaged' | 'refused';

export class ZipError extends ValueError {
  readonly code: ZipProblem;

  /** @param place the archive, or archive and member: `fashion.keras: config.json` */
  constructor(code: ZipProblem, place: string, problem: string, hint: string, cause?: unknown) {
    super(`${place} ${problem}`, { place, hint, cause });
    this.code = code;
  }
}

export const TAKE_AGAIN =
  'The file was cut short or changed on its way. Save it again, or take a fresh copy.';
export const PACK_AGAIN =
  'Unpack it with a zip program that you trust and pack the files again, plainly.';
