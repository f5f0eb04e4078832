/** What the form needs to know of a model, read from its metadata, and requests of zeros in the shape of its inputs. */

export interface InputField {
  readonly name: string;
  /** `DT_FLOAT` */
  readonly dtype: string;
  /** -1 = any; undefined = any number of dimensions. */
  readonly shape: readonly number[] | undefined;
}

export interface FormSignature {
  readonly name: string;
  readonly method: string;
  readonly inputs: readonly InputField[];
}

interface MetadataTensor {
  readonly dtype: string;
  readonly tensor_shape: {
    readonly dim: readonly { readonly size: string }[];
    readonly unknown_rank: boolean;
  };
}

interface Metadata {
  readonly metadata: {
    readonly signature_def: {
      readonly signature_def: Readonly<
        Record<
          string,
          {
            readonly inputs: Readonly<Record<string, MetadataTensor>>;
            readonly method_name: string;
          }
        >
      >;
    };
  };
}

/**
 * Signatures that take inputs, `serving_default` first.
 * @param body of the answer to `GET …/metadata`
 */
export function signaturesOf(body: Uint8Array): readonly FormSignature[] {
  const { metadata } = JSON.parse(new TextDecoder().decode(body)) as Metadata;
  return Object.entries(metadata.signature_def.signature_def)
    .map(([name, { inputs, method_name }]) => ({
      name,
      method: method_name,
      inputs: Object.entries(inputs).map(([input, { dtype, tensor_shape: shape }]) => ({
        name: input,
        dtype,
        shape: shape.unknown_rank ? undefined : shape.dim.map(({ size }) => Number(size)),
      })),
    }))
    .filter(({ inputs }) => inputs.length > 0)
    .sort((a, b) => Number(b.name === 'serving_default') - Number(a.name === 'serving_default'));
}

export type RowFormat = 'instances' | 'inputs';

/** Numbers of one input that are written out; a larger example would be more than one can edit. */
const LARGEST = 20_000;

/** A request with one row of zeros, laid out to be read. */
export function exampleRequest({ name, inputs }: FormSignature, format: RowFormat): string {
  const head = name === 'serving_default' ? '' : `  "signature_name": ${JSON.stringify(name)},\n`;
  const value = format === 'instances' ? rows(inputs) : columns(inputs);
  return `{\n${head}  "${format}": ${value}\n}`;
}

function rows(inputs: readonly InputField[]): string {
  const [only] = inputs;
  if (inputs.length === 1 && only) return `[\n    ${zeros(only, rowShape(only), '    ')}\n  ]`;
  const fields = inputs.map(
    (input) => `      ${JSON.stringify(input.name)}: ${zeros(input, rowShape(input), '      ')}`,
  );
  return `[\n    {\n${fields.join(',\n')}\n    }\n  ]`;
}

function columns(inputs: readonly InputField[]): string {
  const fields = inputs.map(
    (input) => `    ${JSON.stringify(input.name)}: ${zeros(input, batchShape(input), '    ')}`,
  );
  return `{\n${fields.join(',\n')}\n  }`;
}

/** Unknown sizes are 1, and so is the batch. */
function batchShape({ shape = [1] }: InputField): readonly number[] {
  return shape.map((size) => (size < 0 ? 1 : size));
}

/** Without the batch. */
function rowShape(input: InputField): readonly number[] {
  return batchShape(input).slice(1);
}

function zero(dtype: string): string {
  if (dtype === 'DT_STRING') return '""';
  if (dtype === 'DT_BOOL') return 'false';
  return ['DT_FLOAT', 'DT_DOUBLE', 'DT_HALF', 'DT_BFLOAT16'].includes(dtype) ? '0.0' : '0';
}

/** The innermost lists each on a line of their own. */
function zeros({ dtype }: InputField, shape: readonly number[], indent: string): string {
  if (shape.reduce((a, b) => a * b, 1) > LARGEST) return '[]';
  const [size, ...inner] = shape;
  if (size === undefined) return zero(dtype);
  if (inner.length === 0) return `[${Array.from({ length: size }, () => zero(dtype)).join(', ')}]`;
  const deeper = `${indent}  `;
  const each = deeper + zeros({ name: '', dtype, shape }, inner, deeper);
  return `[\n${Array.from({ length: size }, () => each).join(',\n')}\n${indent}]`;
}

/** `float 28 × 28`, `int64, any shape`; without the batch. */
export function describeInput({ dtype, shape }: InputField): string {
  const type = dtype.replace(/^DT_/, '').toLowerCase();
  if (!shape) return `${type}, any shape`;
  const sizes = shape.map((size) => (size < 0 ? 'any' : String(size)));
  return sizes.length === 0 ? `${type}, one value` : `${type} [${sizes.join(', ')}]`;
}

/**
 * `/v1/models/a%20b/labels/stable`
 * @param choice `versions/2`, `labels/stable`, or '' for the newest version
 */
export function modelPath(model: string, choice: string): string {
  const path = `/v1/models/${encodeURIComponent(model)}`;
  if (choice === '') return path;
  const slash = choice.indexOf('/');
  return `${path}/${choice.slice(0, slash)}/${encodeURIComponent(choice.slice(slash + 1))}`;
}
