/** Reads protobuf text as protobuf's C++ parser does: what it accepts, and the words that it refuses the rest with. */
import {
  create,
  ScalarType,
  toBinary,
  type DescField,
  type DescMessage,
  type MessageShape,
  type Registry,
} from '@bufbuild/protobuf';
import {
  reflect,
  type ReflectList,
  type ReflectMap,
  type ReflectMessage,
} from '@bufbuild/protobuf/reflect';
import { MAX_DEPTH } from './limits';
import { Refused, TextReader } from './text-reader';
import { Tokens, type TextProblem } from './text-tokens';
import { binaryOf } from './text-values';

/** Of a text: two bytes of it become a message of some hundred. */
const LONGEST = 2 ** 20;

export interface TextFormatOptions {
  /** The types that `[type.googleapis.com/NAME] { … }` may name. */
  readonly registry?: Registry;
}

/** What protobuf logs about a text, a line for each problem. */
export class TextFormatError extends Error {
  override readonly name = 'TextFormatError';
  readonly problems: readonly TextProblem[];
  constructor(typeName: string, problems: readonly TextProblem[]) {
    const lines = problems.map(
      ({ line, column, message }) =>
        `Error parsing text-format ${typeName}: ${line}:${column}: ${message}`,
    );
    super(lines.join('\n'));
    this.problems = problems;
  }
}

/**
 * The message that the text describes.
 * @param text at most 1 MiB
 * @throws TextFormatError with every problem that protobuf's C++ parser reports
 */
export function parseTextFormat<Desc extends DescMessage>(
  schema: Desc,
  text: string | Uint8Array,
  { registry }: TextFormatOptions = {},
): MessageShape<Desc> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  if (bytes.length > LONGEST) {
    const message = `The text has ${bytes.length} bytes, over the ${LONGEST} that are read.`;
    throw new TextFormatError(schema.typeName, [{ line: 1, column: 1, message }]);
  }
  const message = create(schema);
  const tokens = new Tokens(binaryOf(bytes));
  const parsed = new Parser(new TextReader(tokens), registry).whole(reflect(schema, message));
  if (parsed && tokens.problems.length === 0) return message;
  throw new TextFormatError(schema.typeName, tokens.problems);
}

class Parser {
  readonly #reader: TextReader;
  readonly #registry: Registry | undefined;
  #depth = 0;

  constructor(reader: TextReader, registry: Registry | undefined) {
    this.#reader = reader;
    this.#registry = registry;
  }

  /** @returns false when it was refused */
  whole(message: ReflectMessage): boolean {
    try {
      while (this.#reader.tokens.current.kind !== 'end') this.#field(message);
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  #field(message: ReflectMessage): void {
    if (this.#reader.looking('[')) this.#bracketed(message);
    else {
      const name = this.#reader.take('identifier', 'identifier');
      const field = message.fields.find((known) => known.name === name);
      const { typeName } = message.desc;
      if (!field) this.#reader.refuse(`Message type "${typeName}" has no field named "${name}".`);
      this.#refuseTwice(message, field);
      this.#fieldValue(message, field);
    }
    if (!this.#reader.accept(';')) this.#reader.accept(',');
  }

  #refuseTwice(message: ReflectMessage, field: DescField): void {
    if (field.fieldKind !== 'list' && field.fieldKind !== 'map' && message.isSet(field)) {
      this.#reader.refuse(`Non-repeated field "${field.name}" is specified multiple times.`);
    }
    const other = field.oneof && message.oneofCase(field.oneof);
    if (other) {
      this.#reader.refuse(
        `Field "${field.name}" is specified along with field "${other.name}", another member of oneof "${field.oneof!.name}".`,
      );
    }
  }

  #fieldValue(message: ReflectMessage, field: DescField): void {
    const isMessage = field.message !== undefined && field.fieldKind !== 'map';
    if (isMessage || field.fieldKind === 'map') this.#reader.accept(':');
    else this.#reader.expect(':');
    if (field.fieldKind === 'map') {
      this.#listed(() => this.#mapEntry(message.get(field) as ReflectMap, field));
    } else if (field.fieldKind === 'list') {
      const list = message.get(field) as ReflectList;
      this.#listed(() => list.add(this.#value(field)));
    } else message.set(field, this.#value(field));
  }

  /** One of them, or a list in brackets. */
  #listed(item: () => void): void {
    if (!this.#reader.accept('[')) return item();
    if (this.#reader.accept(']')) return;
    for (;;) {
      item();
      if (this.#reader.accept(']')) return;
      this.#reader.expect(',');
    }
  }

  #value(field: DescField): unknown {
    if (field.message) {
      const value = reflect(field.message, create(field.message));
      this.#body(() => this.#field(value));
      return value;
    }
    return field.enum
      ? this.#reader.enumValue(field, field.enum)
      : this.#reader.scalar(field, field.scalar!);
  }

  /** Braces around fields. */
  #body(field: () => void): void {
    const close = this.#reader.accept('<') ? '>' : '}';
    if (close === '}') this.#reader.expect('{');
    if (++this.#depth > MAX_DEPTH) {
      this.#reader.refuse(
        `Message is too deep, the parser exceeded the configured recursion limit of ${MAX_DEPTH}.`,
      );
    }
    while (!this.#reader.looking('>') && !this.#reader.looking('}')) field();
    this.#reader.expect(close);
    this.#depth--;
  }

  #mapEntry(map: ReflectMap, field: DescField & { fieldKind: 'map' }): void {
    let key: unknown;
    let value: unknown;
    this.#body(() => {
      const name = this.#reader.take('identifier', 'identifier');
      if (name !== 'key' && name !== 'value') {
        const entry = `${field.parent.typeName}.${entryName(field.name)}`;
        this.#reader.refuse(`Message type "${entry}" has no field named "${name}".`);
      }
      if ((name === 'key' ? key : value) !== undefined) {
        this.#reader.refuse(`Non-repeated field "${name}" is specified multiple times.`);
      }
      if (name === 'value' && field.message) this.#reader.accept(':');
      else this.#reader.expect(':');
      if (name === 'key') key = this.#reader.scalar({ name }, field.mapKey);
      else value = field.scalar ? this.#reader.scalar({ name }, field.scalar) : this.#value(field);
      if (!this.#reader.accept(';')) this.#reader.accept(',');
    });
    map.set(key ?? emptyOf(field.mapKey), value ?? emptyValue(field));
  }

  /** An extension, or the message that an Any holds: `[type.googleapis.com/NAME] { … }`. */
  #bracketed(message: ReflectMessage): void {
    this.#reader.expect('[');
    let url = this.#reader.take('identifier', 'identifier');
    for (;;) {
      const mark = this.#reader.tokens.current.text;
      if (mark !== '.' && mark !== '/') break;
      this.#reader.tokens.next();
      url += mark + this.#reader.take('identifier', 'identifier');
    }
    this.#reader.expect(']');
    const { typeName } = message.desc;
    if (typeName !== 'google.protobuf.Any') {
      this.#reader.refuse(
        `Extension "${url}" is not defined or is not an extension of "${typeName}".`,
      );
    }
    if (!url.includes('/')) this.#reader.refuse('Type URL prefix is missing');
    this.#reader.accept(':');
    const schema = this.#registry?.getMessage(url.slice(url.lastIndexOf('/') + 1));
    if (!schema) {
      this.#reader.refuse(`Could not find type "${url}" stored in google.protobuf.Any.`);
    }
    const value = reflect(schema, create(schema));
    this.#body(() => this.#field(value));
    message.set(message.desc.field.typeUrl!, url);
    message.set(message.desc.field.value!, toBinary(schema, value.message));
  }
}

/** As protobuf names the message of a map's entries: `version_labels` → `VersionLabelsEntry`. */
function entryName(field: string): string {
  const words = field.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Entry`;
}

function emptyValue(field: DescField & { fieldKind: 'map' }): unknown {
  if (field.message) return reflect(field.message, create(field.message));
  return field.enum ? field.enum.values[0]!.number : emptyOf(field.scalar!);
}

function emptyOf(type: ScalarType): unknown {
  switch (type) {
    case ScalarType.STRING:
      return '';
    case ScalarType.BYTES:
      return new Uint8Array();
    case ScalarType.BOOL:
      return false;
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return 0n;
    default:
      return 0;
  }
}
