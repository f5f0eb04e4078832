import { expect, it } from 'vitest';
import { constructFromConfig, positionalNames } from './from-config';

class Base {
  static readonly args: readonly string[] = [];
  constructor(readonly options: object = {}) {}
}

it('reads the positional parameters of a class from its text', () => {
  class Block extends Base {
    constructor(
      readonly units: number,
      readonly sizes = [1, 2],
      { rate = 0.5, ...opts }: { rate?: number } = {},
    ) {
      super(opts);
      void rate;
    }
  }
  class HandsOn extends Base {
    constructor(
      readonly units: number,
      kwargs = {},
    ) {
      super(kwargs);
    }
  }
  class None extends Base {}
  const known = ['units', 'sizes', 'name'];
  const names = [Block, HandsOn, None, class extends Block {}].map((type) =>
    positionalNames(type, known),
  );
  expect(names).toEqual([['units', 'sizes'], ['units'], [], ['units', 'sizes']]);
});

it('gives positional parameters their values and the rest as options', () => {
  class Block extends Base {
    constructor(
      readonly units: number,
      opts = {},
    ) {
      super(opts);
    }
  }
  const block = constructFromConfig(Block, { name: 'a', units: 3 });
  expect(block.units).toBe(3);
  expect(block.options).toEqual({ name: 'a' });
});
