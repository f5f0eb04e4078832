/** The loaders that Emscripten wrote for the runtimes' WebAssembly: functions that fill up the object they are given. */
declare module '@tensorflow/tfjs-tflite/wasm/*.js' {
  const factory: (settings: object) => Promise<unknown>;
  export = factory;
}

declare module '@litertjs/core/wasm/*.js' {
  const factory: (settings: object) => Promise<unknown>;
  export = factory;
}
