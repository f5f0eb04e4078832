import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { headerOf, type HttpResponse } from '../http';
import { PredictRequestSchema } from '../schema';
import { PREDICTION, modelSpec, server, frame, read, x, OK } from './testing';

describe('the wire of gRPC-Web', () => {
  it('has a form in base64, in pieces too', async () => {
    const { send } = server();
    const request = create(PredictRequestSchema, { modelSpec, inputs: { x } });
    const body = frame(toBinary(PredictRequestSchema, request));
    const text = `${btoa(String.fromCharCode(...body.subarray(0, 4)))}${btoa(String.fromCharCode(...body.subarray(4)))}`;
    const { response } = await send(`${PREDICTION}/Predict`, new TextEncoder().encode(text), {
      'content-type': 'application/grpc-web-text',
    });
    expect(headerOf(response.headers, 'content-type')).toBe('application/grpc-web-text+proto');
    const decoded = Buffer.from(new TextDecoder().decode(response.body), 'base64');
    expect(read(new Uint8Array(decoded)).trailers).toBe(OK);
  });

  it.each([
    ['an unknown method', `${PREDICTION}/Nothing`, frame(new Uint8Array()), 12],
    ['no frame', `${PREDICTION}/Predict`, new Uint8Array(3), 13],
    ['half of a frame', `${PREDICTION}/Predict`, frame(new Uint8Array(9)).subarray(0, 9), 13],
    ['a compressed frame', `${PREDICTION}/Predict`, frame(new Uint8Array(), 1), 12],
    ['bytes that are no message', `${PREDICTION}/Predict`, frame(Uint8Array.of(255)), 13],
  ])('refuses %s', async (_, path, body, code) => {
    const { response } = await server().send(path, body);
    expect(response.status).toBe(200);
    expect(read(response.body).trailers).toMatch(new RegExp(`^grpc-status: ${code}\r\n`));
  });

  it('allows pages of other origins', async () => {
    const { handler } = server();
    const headers: HttpResponse['headers'] = [
      ['Origin', 'https://page.test'],
      ['Access-Control-Request-Headers', 'content-type,x-grpc-web'],
    ];
    const asked = { method: 'OPTIONS', target: '/', headers, body: new Uint8Array() };
    const { response } = await handler(asked);
    expect(response.status).toBe(204);
    expect(headerOf(response.headers, 'access-control-allow-origin')).toBe('https://page.test');
    expect(headerOf(response.headers, 'access-control-allow-headers')).toBe(
      'content-type,x-grpc-web',
    );
  });

  it('is not HTTP with JSON', async () => {
    const { send, handler } = server();
    const json = { 'content-type': 'application/json' };
    expect((await send('/v1/models/m', new Uint8Array(), json)).response.status).toBe(415);
    const get = { method: 'GET', target: '/', headers: [], body: new Uint8Array() };
    expect((await handler(get)).response.status).toBe(405);
  });
});
