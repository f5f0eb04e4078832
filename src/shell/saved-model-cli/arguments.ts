/** The arguments of a function as `saved_model_cli show --all` prints them. */
import { ValueError } from '#errors';
import { className, reprOf, strOf, type PyField, type PyValue } from './python-value';

const INDENT = '        ';
/** The tool takes back the last separator with two backspace characters, which a file keeps. */
const TAKE_BACK = '\b\b';

/** Lines, each with its newline. */
export function argumentsText(values: readonly PyValue[]): string {
  return values.map((value, i) => `${INDENT}Argument #${i + 1}\n${argumentText(value)}`).join('');
}

/** Of arguments by name the tool tells the names only. */
export function namedArgumentsText(names: readonly string[]): string {
  return names.map((name, i) => `${INDENT}Named Argument #${i + 1}\n${line(name)}`).join('');
}

function argumentText(value: PyValue): string {
  if (value.kind === 'str') return line(value.value);
  if (value.kind === 'tensor-spec') return line(`${value.name ?? 'None'}: ${reprOf(value)}`);
  return line(`DType: ${className(value)}`) + line(`Value: ${valueText(value)}`);
}

function valueText(value: PyValue): string {
  if (value.kind === 'dict') return `{${value.fields.map(fieldText).join('')}${TAKE_BACK}}`;
  const items = itemsOf(value);
  if (!items) return strOf(value);
  return `[${items.map((item) => `${quoteIfText(item)}, `).join('')}${TAKE_BACK}]`;
}

function fieldText([key, value]: PyField): string {
  return `'${key}': ${quoteIfText(value)}, `;
}

/** What Python's `for` gives; undefined for what it cannot go through. */
function itemsOf(value: PyValue): readonly PyValue[] | undefined {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items;
  if (value.kind === 'namedtuple') return value.fields.map(([, item]) => item);
  if (value.kind !== 'shape') return undefined;
  if (!value.dims) throw new ValueError('Cannot iterate over a shape with unknown rank.');
  return value.dims.map((dim) =>
    dim === null ? { kind: 'none' } : { kind: 'int', value: BigInt(dim) },
  );
}

/** Quotes without any escaping. */
function quoteIfText(value: PyValue): string {
  return value.kind === 'str' ? `'${value.value}'` : strOf(value);
}

function line(text: string): string {
  return `${INDENT}  ${text}\n`;
}
