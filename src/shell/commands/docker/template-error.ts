/** A template that cannot be read or filled. */
export class TemplateError extends Error {
  readonly step: 'parse' | 'execute';
  constructor(step: 'parse' | 'execute', message: string) {
    super(message);
    this.step = step;
  }
}
