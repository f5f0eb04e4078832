import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from '../../../keras/training/testing';
import { LoadingBar } from './loading-bar';

let runtime: TestRuntime;

beforeEach(() => {
  vi.useFakeTimers();
  runtime = startTestRuntime();
});

afterEach(() => {
  vi.useRealTimers();
});

it('shows nothing of what is loaded at once', () => {
  const bar = new LoadingBar('litert');
  vi.advanceTimersByTime(250);
  bar.update(5, 5);
  bar.end('done');
  vi.advanceTimersByTime(1000);
  expect(runtime.outputs).toEqual([]);
});

it('says what is loaded when that takes long, and how much of it has come', () => {
  const bar = new LoadingBar('litert');
  bar.update(2, 9);
  vi.advanceTimersByTime(400);
  bar.update(4, 9);
  vi.advanceTimersByTime(10);
  bar.update(5, 9);
  vi.advanceTimersByTime(100);
  bar.update(9, 9);
  bar.end('done');
  expect(runtime.outputs).toMatchObject([
    { label: 'Loading LiteRT', value: 2, total: 9, state: 'running', unit: 'bytes' },
    { value: 4, state: 'running' },
    { value: 9, state: 'running' },
    { value: 9, total: 9, state: 'done' },
  ]);
});

it('ends as failed when loading fails', () => {
  const bar = new LoadingBar('tflite');
  vi.advanceTimersByTime(400);
  bar.end('failed');
  expect(runtime.outputs.at(-1)).toMatchObject({
    label: 'Loading the TFLite runtime',
    state: 'failed',
  });
});
