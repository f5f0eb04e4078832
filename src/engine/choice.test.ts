import { expect, test } from 'vitest';
import { type AdapterProbe, softwareName } from './adapter';
import {
  chooseOrder,
  failedCause,
  forcedOrder,
  lostCause,
  orderAfterLoss,
  reasonFor,
  uncoveredCause,
} from './choice';

const NOTHING = { vendor: '', architecture: '', device: '', description: '' };
const ADAPTER = {} as GPUAdapter;

function probe(rest: Partial<AdapterProbe>): AdapterProbe {
  return { adapter: undefined, name: '', software: undefined, hasApi: true, ...rest };
}

test('software adapters are told from hardware by any of their names', () => {
  expect(softwareName({ ...NOTHING, architecture: 'swiftshader', vendor: 'google' })).toBe(
    'SwiftShader',
  );
  expect(softwareName({ ...NOTHING, description: 'llvmpipe (LLVM 19)' })).toBe('llvmpipe');
  expect(softwareName({ ...NOTHING, device: 'Microsoft Basic Render Driver' })).toBe(
    'Microsoft Basic Render Driver',
  );
  expect(softwareName({ ...NOTHING, vendor: 'google' })).toBe('software');
  expect(softwareName({ ...NOTHING, isFallbackAdapter: true })).toBe('software');
  expect(softwareName({ ...NOTHING, vendor: 'nvidia', architecture: 'hopper' })).toBeUndefined();
  expect(softwareName(NOTHING)).toBeUndefined();
});

test('a hardware adapter is tried first, and the reason says so', () => {
  const { order, causes } = chooseOrder(probe({ adapter: ADAPTER }));
  expect(order).toEqual(['webgpu', 'wasm', 'tfjs-webgpu', 'tfjs-wasm', 'webgl', 'cpu']);
  expect(reasonFor('webgpu', causes)).toBe('The browser offers a GPU, so WebGPU runs.');
});

test('without a hardware adapter WASM is tried first, and the reason says why', () => {
  const reasons = [
    probe({}),
    probe({ hasApi: false }),
    probe({ adapter: ADAPTER, software: 'SwiftShader' }),
  ].map((at) => {
    const { order, causes } = chooseOrder(at);
    expect(order).toEqual(['wasm', 'tfjs-wasm', 'webgl', 'cpu']);
    return reasonFor('wasm', causes);
  });
  expect(reasons).toEqual([
    'No GPU adapter was offered, so WASM runs.',
    'This browser has no WebGPU, so WASM runs.',
    'The only WebGPU adapter is software (SwiftShader), slower than WASM, so WASM runs.',
  ]);
});

test('TensorFlow.js stands in for an engine of ours that was forced, on the same device', () => {
  expect(forcedOrder('wasm').order).toEqual(['wasm', 'tfjs-wasm']);
  expect(forcedOrder('webgpu').order).toEqual(['webgpu', 'tfjs-webgpu']);
  expect(forcedOrder('tfjs-wasm').order).toEqual(['tfjs-wasm']);
  expect(forcedOrder('cpu').order).toEqual(['cpu']);
});

test('after the loss of a forced GPU what needs none runs', () => {
  const { order, causes } = orderAfterLoss('webgpu');
  expect(reasonFor(order[0]!, causes)).toBe('The GPU device was lost, so WASM runs.');
  expect(orderAfterLoss('webgl').order).not.toContain('webgl');
});

test('each backend that was passed over adds its cause', () => {
  expect(reasonFor('wasm', [lostCause('webgpu')])).toBe('The GPU device was lost, so WASM runs.');
  expect(
    reasonFor('cpu', [
      failedCause('wasm', new Error('404.')),
      uncoveredCause('webgl', ['Erf', 'Selu']),
    ]),
  ).toBe(
    'WASM could not start (404) and TensorFlow.js on WebGL does not cover Erf, Selu, so plain JavaScript runs.',
  );
});
