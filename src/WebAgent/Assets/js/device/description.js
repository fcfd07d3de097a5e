import { findAccelerators } from './accelerators.js';
import { describeBrowser } from './browser.js';
import { TargetCatalog } from './target-catalog.js';

const bytesPerGibibyte = 2 ** 30;

/** Everything that a coordinator is told of this device, and what the agent itself needs of it. */
export async function describeDevice(runtimes, agentVersion, precisions) {
  const [browser, accelerators] = await Promise.all([describeBrowser(), findAccelerators()]);
  const cpus = Math.max(1, navigator.hardwareConcurrency ?? 1);
  const catalog = new TargetCatalog(runtimes, { threads: self.crossOriginIsolated ? cpus : 1, ...accelerators });
  const hardware = { architecture: browser.architecture, logicalCpus: cpus, usableCpus: cpus };
  if (navigator.deviceMemory) hardware.memoryBytes = String(navigator.deviceMemory * bytesPerGibibyte);
  if (accelerators.gpuAdapter) hardware.gpus = [accelerators.gpuAdapter];
  if (browser.model) hardware.boardModel = browser.model;
  return {
    browser,
    catalog,
    gpuAdapter: accelerators.gpuAdapter,
    request: {
      hardware,
      software: { agentVersion, operatingSystem: [browser.system, browser.systemVersion].filter(part => part).join(' '), browser: browser.name, protocols: ['latbench/1'], precisions },
      targets: catalog.targets,
    },
  };
}
