import { buildOf } from '../measuring/runtimes.js';

const runtimeName = 'ort-web';

/**
 * The targets of this device: WebAssembly with one thread, and with two, four and so on where threads are allowed; WebGPU with inputs and outputs on the host and on
 * the device; and WebNN for each kind of device that it has.
 */
export class TargetCatalog {
  /**
   * @param {{version: string, files: {name: string}[]}[]} runtimes installed versions, newest first.
   * @param {{threads: number, gpuAdapter: string | null, webnn: string[]}} machine `threads` 1 where none are allowed.
   */
  constructor(runtimes, machine) {
    this.targets = runtimes.flatMap(({ version, files }) => targetsOf(machine)
      .filter(target => files.some(file => file.name === buildOf(target.executionProvider)))
      .map(target => ({ runtime: runtimeName, runtimeVersion: version, graphOptimization: 'GRAPH_OPTIMIZATION_ALL', ...target })));
  }

  /** Explains why a target cannot be served here, in one sentence; null where it can. */
  whyUnsupported(target) {
    if (this.targets.some(one => isSame(one, target))) return null;
    const names = [...new Set(this.targets.map(nameOf))];
    return `The target asks for ${nameOf(target)}; this browser has ${names.join(', ') || 'none'}.`;
  }
}

/** A target in a few words, such as `ort-web 1.30.0 wasm t1`. */
export function nameOf(target) {
  const resident = target.ioMode === 'IO_MODE_RESIDENT' ? ' resident' : '';
  return `${target.runtime} ${target.runtimeVersion} ${target.executionProvider} t${target.threads}${resident}`;
}

function isSame(one, other) {
  return nameOf(one) === nameOf(other) && (other.graphOptimization ?? one.graphOptimization) === one.graphOptimization;
}

function targetsOf({ threads, gpuAdapter, webnn }) {
  const targets = [];
  for (let count = 1; count <= threads; count *= 2) targets.push({ executionProvider: 'wasm', threads: count, ioMode: 'IO_MODE_HOST' });
  if (gpuAdapter !== null) targets.push(...['IO_MODE_HOST', 'IO_MODE_RESIDENT'].map(ioMode => ({ executionProvider: 'webgpu', threads: 1, ioMode })));
  targets.push(...webnn.map(executionProvider => ({ executionProvider, threads: 1, ioMode: 'IO_MODE_HOST' })));
  return targets;
}
