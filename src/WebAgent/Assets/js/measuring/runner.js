// The worker that measures. It serves one provider with one number of threads, because the threads of the runtime are those of the whole worker.
import { prepareConsole } from './console-log.js';
import { JobExecution } from './job-execution.js';
import { detailOf } from './job-failure.js';
import { precisionsOf } from './precision-probe.js';
import { loadRuntime } from './runtimes.js';

prepareConsole();

let ort = null;
let execution = null;
const weights = new Map();

const calls = {
  async start({ address, version, target, agentVersion }) {
    ort = await loadRuntime(address, version, target);
    execution = await JobExecution.create(ort, target, version, agentVersion);
    return {};
  },

  async probe({ target }) {
    return { precisions: await precisionsOf(ort, target) };
  },

  /** Keeps the weights of models: those of a search space are the same for all of its models. */
  async keep({ sha256, data, held }) {
    for (const one of weights.keys()) {
      if (!held.includes(one)) weights.delete(one);
    }
    weights.set(sha256, data);
    return {};
  },

  async measure({ model, canary, target, protocol }) {
    return execution.measure({ model: complete(model), canary: canary === null ? null : complete(canary), target, protocol });
  },
};

function complete({ sha256, graph, weightsSha256, weightsFileName }) {
  return { sha256, graph, weights: weightsSha256 ? { fileName: weightsFileName, data: weights.get(weightsSha256) } : null };
}

self.addEventListener('message', async ({ data: { call, ...parameters } }) => {
  try {
    self.postMessage({ answer: await calls[call](parameters) });
  } catch (error) {
    self.postMessage({ error: detailOf(error) });
  }
});
