/**
 * Walks a protocol buffer's bytes by its schema without decoding them: lengths, wire types, nesting, texts and what the
 * decoded objects will weigh. What passes decodes without surprise.
 */
import type { DescMessage } from '@bufbuild/protobuf';
import { ValueError } from '#errors';
import type { DecodeBudget } from './budget';
import { MAX_DEPTH, type TextLimit } from './limits';
import { planOf, UNKNOWN_COST, WIRE, type FieldPlan, type MessagePlan } from './plan';
import { fieldPath, type Frame } from './path';
import { Cursor, WireProblem } from './cursor';

/** @throws ValueError naming file, field, byte and what is wrong there */
export function checkWire(
  schema: DescMessage,
  bytes: Uint8Array,
  file: string,
  limits: Limits,
): void {
  const checker = new WireChecker(bytes, limits);
  try {
    checker.message(planOf(schema), bytes.length, 1);
  } catch (cause) {
    if (!(cause instanceof WireProblem)) throw cause;
    const path = fieldPath(bytes, checker.frames);
    const where = path === '' ? `byte ${cause.offset}` : `byte ${cause.offset}, in ${path}`;
    throw new ValueError(
      `${file} is no valid ${schema.name} message. At ${where}: ${cause.message}.`,
      { place: path === '' ? file : `${file}: ${path}`, hint: cause.hint },
    );
  }
}

interface Limits {
  readonly budget: DecodeBudget;
  readonly texts: TextLimit | undefined;
}

class WireChecker {
  /** The fields that lead to where the walk is. */
  readonly frames: Frame[] = [];
  readonly #cursor: Cursor;
  readonly #bytes: Uint8Array;
  readonly #budget: DecodeBudget;
  readonly #texts: TextLimit | undefined;

  constructor(bytes: Uint8Array, { budget, texts }: Limits) {
    this.#bytes = bytes;
    this.#cursor = new Cursor(bytes);
    this.#budget = budget;
    this.#texts = texts;
  }

  /** Walks a message that ends before the byte `end`. */
  message(plan: MessagePlan, end: number, depth: number): void {
    const cursor = this.#cursor;
    if (depth > MAX_DEPTH) {
      cursor.fail(cursor.at, `messages are nested more than ${MAX_DEPTH} deep`);
    }
    this.#spend(plan.cost);
    const start = cursor.at;
    while (cursor.at < end) {
      const tagAt = cursor.at;
      const { number, wireType } = cursor.tag(end);
      const field = plan.fields.get(number);
      if (!field) {
        cursor.skip(wireType, end);
        this.#spend(UNKNOWN_COST);
        continue;
      }
      this.frames.push({ field, number, messageStart: start, tagAt, isMapEntry: plan.isMapEntry });
      this.#value(field, wireType, end, depth);
      this.frames.pop();
    }
  }

  #value(field: FieldPlan, wireType: number, end: number, depth: number): void {
    const cursor = this.#cursor;
    const isPacked = wireType === WIRE.lengthDelimited && field.wireType !== wireType;
    if (wireType !== field.wireType && !(isPacked && field.isRepeated)) {
      cursor.fail(cursor.at, `wire type ${wireType} stands where ${field.wireType} belongs`);
    }
    if (wireType !== WIRE.lengthDelimited) {
      cursor.skip(wireType, end);
      this.#spend(field.cost);
      return;
    }
    const valueEnd = cursor.length(end);
    if (isPacked) this.#spend(field.cost * cursor.packed(field.wireType, valueEnd));
    else this.#delimited(field, valueEnd, depth);
  }

  #delimited(field: FieldPlan, end: number, depth: number): void {
    const cursor = this.#cursor;
    this.#spend(field.cost);
    if (field.message) {
      const plan = field.message();
      this.message(plan, end, plan.isMapEntry ? depth : depth + 1);
      return;
    }
    if (field.isText) this.#text(field.name, end);
    cursor.at = end;
  }

  #text(name: string, end: number): void {
    const cursor = this.#cursor;
    const length = end - cursor.at;
    if (this.#texts && length > this.#texts.bytes && !this.#texts.except.has(name)) {
      cursor.fail(
        cursor.at,
        `a text has ${length} bytes, over the ${this.#texts.bytes} that are read`,
      );
    }
    this.#spend(textCost(this.#bytes, cursor, end));
  }

  #spend(bytes: number): void {
    if (this.#budget.spend(bytes)) return;
    const megabytes = Math.round(this.#budget.limit / 2 ** 20);
    this.#cursor.fail(
      this.#cursor.at,
      `it would take more than ${megabytes} MB of memory once decoded`,
      'It holds far more small values than a model has. Take a fresh copy, or a smaller model.',
    );
  }
}

/** Checks that the text is UTF-8. @returns bytes of memory of its characters */
function textCost(bytes: Uint8Array, cursor: Cursor, end: number): number {
  let at = cursor.at;
  while (at < end && bytes[at]! < 128) at++;
  if (at === end) return end - cursor.at;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at, end));
  } catch {
    cursor.fail(at, 'a text is not UTF-8');
  }
  return 2 * (end - cursor.at);
}
