// The builds of onnxruntime-web: the smallest that serves a provider. Each loads the WebAssembly beside it by itself.

const builds = { wasm: 'ort.wasm.min.mjs', webgpu: 'ort.webgpu.min.mjs', webnn: 'ort.all.min.mjs' };

/** The name of a provider without the kind of device that WebNN runs it on: `webnn-npu` is `webnn`. */
export function familyOf(provider) {
  return provider.startsWith('webnn-') ? 'webnn' : provider;
}

/** The file that a provider is in. */
export function buildOf(provider) {
  return builds[familyOf(provider)];
}

/** Loads the runtime for a target into this worker. Its threads are those of the whole worker, so a worker serves one number of them. */
export async function loadRuntime(address, version, target) {
  const base = `${address}/${version}/`;
  const ort = await import(base + buildOf(target.executionProvider));
  ort.env.wasm.wasmPaths = base;
  ort.env.wasm.numThreads = target.threads;
  ort.env.logLevel = 'fatal';
  return ort;
}
