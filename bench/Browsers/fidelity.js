// Compares the agent's runner with the bare loop in one page: they visit each model one after the other, first one first, then the other.

/** A worker that answers one message at a time. */
class Bare {
  #worker = new Worker(new URL('bare-loop.js', import.meta.url), { type: 'module' });

  call(message) {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }) => data.error === undefined ? resolve(data.answer) : reject(new Error(data.error));
      this.#worker.onerror = event => reject(new Error(event.message || 'The worker of the bare loop could not be loaded.'));
      this.#worker.postMessage(message);
    });
  }
}

async function bytesAt(path) {
  return new Uint8Array(await (await fetch(path)).arrayBuffer());
}

/**
 * @param {{modules: string, runtimes: string, version: string, models: {sha256: string}[], weightsSha256: string, weightsFileName: string, passes: number, protocol: object}} plan
 * @returns {Promise<{agent: number[], bare: number[]}[]>} nanoseconds of every sample of each model.
 */
export async function compare({ modules, runtimes, version, models, weightsSha256, weightsFileName, passes, protocol }) {
  const { RunnerProcess } = await import(`${modules}measuring/runner-process.js`);
  const agent = new RunnerProcess({ runtimeVersion: version, executionProvider: 'wasm', threads: 1 });
  await agent.start(runtimes, version, 'bench', 60_000);
  const bare = new Bare();
  await bare.call({ call: 'start', runtime: `${runtimes}/${version}/` });
  const contents = new Map([[weightsSha256, await bytesAt('weights')]]);
  for (const { sha256 } of models) contents.set(sha256, await bytesAt(`models/${sha256}`));

  const compared = models.map(() => ({ agent: [], bare: [] }));
  const visits = {
    async agent(index) {
      const model = { sha256: models[index].sha256, weightsSha256, weightsFileName };
      const outcome = await agent.measure({ model, canary: null }, sha256 => contents.get(sha256), protocol, 60_000);
      if (outcome.failure) throw new Error(outcome.failure.message);
      compared[index].agent.push(...outcome.result.samplesNs.map(Number));
    },
    async bare(index) {
      compared[index].bare.push(...await bare.call({
        call: 'visit', graph: contents.get(models[index].sha256), weights: contents.get(weightsSha256), weightsFileName,
        minMilliseconds: protocol.minBlockMilliseconds, minSamples: protocol.minBlockSamples, maxWarmUp: protocol.maxWarmUpInferences,
      }));
    },
  };
  for (let pass = 0; pass < passes; pass++) {
    for (let index = 0; index < models.length; index++) {
      for (const one of pass % 2 === 0 ? ['agent', 'bare'] : ['bare', 'agent']) await visits[one](index);
    }
  }
  agent.end();
  return compared;
}
