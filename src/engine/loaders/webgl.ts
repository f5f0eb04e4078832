/** tfjs on WebGL 2, on an OffscreenCanvas when there is no document. */
import { env, findBackend, setBackend } from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgl';
import { PyRuntimeError } from '#errors';
import type { Driver } from '../tfjs/backend';

/** @throws PyRuntimeError without WebGL 2 */
export async function startWebgl(): Promise<Driver> {
  // Half-precision textures would lose what training needs.
  env().set('WEBGL_FORCE_F16_TEXTURES', false);
  const started = env().getBool('HAS_WEBGL') && (await setBackend('webgl'));
  if (!started || env().getNumber('WEBGL_VERSION') < 2) {
    throw new PyRuntimeError('This browser offers no WebGL 2.');
  }
  const { gpgpu } = findBackend('webgl') as MathBackendWebGL;
  const gl = gpgpu.gl as WebGL2RenderingContext;
  const { canvas } = gl as unknown as { readonly canvas: EventTarget };
  return {
    id: 'webgl',
    name: 'webgl',
    device: renderer(gl),
    lost: new Promise((resolve) => {
      canvas.addEventListener('webglcontextlost', () => resolve('WebGL context lost'), {
        once: true,
      });
    }),
    settle: () => gpgpu.createAndWaitForFence(),
    dispose: () => undefined,
  };
}

function renderer(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === 'string' ? name : 'WebGL 2';
}
