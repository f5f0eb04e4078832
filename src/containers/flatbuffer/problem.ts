/** What is wrong at a byte of a flatbuffer; becomes a ValueError once file and field are known. */
export class FlatProblem extends Error {
  readonly offset: number;
  readonly hint: string;
  constructor(offset: number, message: string, hint = DAMAGED) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

const DAMAGED = 'The file is cut short or damaged. Make it again, or take a fresh copy.';
