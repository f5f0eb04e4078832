import { expect, test } from 'vitest';
import { isGrpc, requestTitle } from './request-title';

test('a request over REST is called by its method and address', () => {
  const status = { method: 'GET', target: '/v1/models/fashion' };
  expect(requestTitle(status)).toBe('GET /v1/models/fashion');
  expect(isGrpc(status)).toBe(false);
});

test('a call of gRPC is called by its service and method, without the package that all have', () => {
  const call = { method: 'POST', target: '/tensorflow.serving.PredictionService/Predict' };
  expect(requestTitle(call)).toBe('PredictionService/Predict');
  expect(isGrpc(call)).toBe(true);
});

test('what only looks like such a call is no call', () => {
  const get = { method: 'GET', target: '/tensorflow.serving.PredictionService/Predict' };
  expect(requestTitle(get)).toBe('GET /tensorflow.serving.PredictionService/Predict');
  expect(isGrpc({ method: 'POST', target: '/tensorflow.serving.A/B/C' })).toBe(false);
});
