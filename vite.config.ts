/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vite';
import { findChrome } from './scripts/find-chrome.mjs';
import { isolationPlugin } from './scripts/isolation-plugin/index.mjs';
import { learnerTypesPlugin } from './scripts/learner-types-plugin/index.mjs';
import { lessonPlugin } from './scripts/lesson-plugin/index.mjs';
import { simdPlugin } from './scripts/simd-plugin/index.mjs';
import { serviceWorkerPlugin } from './scripts/service-worker-plugin/index.mjs';
import { recordPackagesPlugin } from './scripts/third-party/record-plugin.mjs';

export default defineConfig({
  // Relative, so that the built folder works under any path of any static server.
  base: './',
  plugins: [
    svelte({ configFile: false }),
    lessonPlugin(),
    learnerTypesPlugin(),
    simdPlugin(),
    isolationPlugin(),
    recordPackagesPlugin(),
    serviceWorkerPlugin(),
  ],
  worker: { format: 'es', plugins: () => [simdPlugin(), recordPackagesPlugin()] },
  // Workers are no part of what the page imports, and a package found late would reload a running test.
  optimizeDeps: {
    entries: ['index.html', 'workers/*.worker.ts', 'src/**/*.worker.ts'],
    include: [
      '@litertjs/core',
      '@litertjs/core/wasm/litert_wasm_compat_internal.js',
      '@litertjs/core/wasm/litert_wasm_internal.js',
      '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc.js',
      '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.js',
      '@zip.js/zip.js/lib/zip-core-native.js',
      'acorn',
      'comlink',
      'h5wasm',
      'just-bash/browser',
      'magic-string',
      'sucrase',
    ],
  },
  build: { target: 'es2023', manifest: true },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'lessons/**/*.test.ts',
            'tests/conformance/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [
            'src/**/*.browser.test.ts',
            'workers/**/*.browser.test.ts',
            'tests/conformance/**/*.browser.test.ts',
          ],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: findChrome(),
                args: [
                  '--no-sandbox',
                  '--disable-background-networking',
                  '--enable-unsafe-webgpu',
                  '--use-webgpu-adapter=swiftshader',
                  '--enable-features=Vulkan',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
