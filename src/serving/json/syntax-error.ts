/** What is wrong with a document, in RapidJSON's words, and where. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  /** In bytes from the start of the document. */
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
