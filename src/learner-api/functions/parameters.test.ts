import { expect, it } from 'vitest';
import { createLearnerScope } from '..';
import { parametersOf, type Callable } from './parameters';

const { keras, layers } = createLearnerScope();

function describe(fn: Callable): string {
  const { functionName, list, hasRest } = parametersOf(fn);
  const texts = list.map(
    ({ name, kind, isRequired, literal }) =>
      `${name}${isRequired ? '' : `=${literal ?? '…'}`}${kind === 'POSITIONAL_ONLY' ? '/' : ''}`,
  );
  return `${functionName}(${[...texts, ...(hasRest ? ['*'] : [])].join(', ')})`;
}

it('reads names and defaults of arrow functions, functions and methods', () => {
  const holder = {
    call: (x: number) => x,
    plain(x: number, y = 'a, b') {
      return [x, y];
    },
  };
  function named(u: number, v: number | undefined = undefined): unknown {
    return [u, v];
  }
  expect(describe((x: number, k = -3) => [x, k])).toBe('<lambda>(x, k=-3)');
  expect(describe(named)).toBe('named(u, v=None)');
  expect(describe(holder.call)).toBe('call(x)');
  expect(describe(holder.plain)).toBe("plain(x, y='a, b')");
});

it('is not misled by comments, defaults and brackets in the text', () => {
  expect(describe((x: number, /* y, */ options = { a: [1, 2], b: ')' }) => [x, options])).toBe(
    '<lambda>(x, options=…)',
  );
});

it('calls a function that is written as the value of fn a lambda, as Python does', () => {
  const options = { fn: (images: number) => images };
  expect(describe(options.fn)).toBe('<lambda>(images)');
});

it('takes a last parameter that is taken apart for keyword arguments, a first one for a dict', () => {
  expect(
    describe((x: number, { k = 3, training }: { k?: number; training?: boolean }) => [
      x,
      k,
      training,
    ]),
  ).toBe('<lambda>(x, k=3, training=None)');
  expect(describe(({ image }: { image: number }) => image)).toBe('<lambda>(args_0/)');
});

it('knows any number of arguments', () => {
  expect(describe((...args: number[]) => args)).toBe('<lambda>(*)');
  expect(describe(Math.max)).toBe('max(*)');
});

it('knows the call of a layer or model that was taken off it, as Keras declares it', () => {
  class Mine extends keras.Layer {
    override call(x: never, { training }: { training: boolean }) {
      return [x, training] as never;
    }
  }
  const model = keras.Sequential([layers.Input({ shape: [3] }), layers.Dense(2)]);
  expect(describe(model)).toBe('__call__(*)');
  expect(describe(model.call as Callable)).toBe('call(inputs, training=None, mask=None)');
  expect(describe(layers.Flatten().call as Callable)).toBe('call(inputs)');
  expect(describe(new Mine().call as Callable)).toBe('call(x, training=None)');
});
