// A bare loop around the runtime for browsers, in a worker of its own: load, create, warm up, run, and nothing else of LatBench.

const settleMilliseconds = 600;
let ort = null;
let isSettled = false;

async function start({ runtime }) {
  ort = await import(`${runtime}ort.wasm.min.mjs`);
  ort.env.wasm.wasmPaths = runtime;
  ort.env.wasm.numThreads = 1;
  return {};
}

async function visit({ graph, weights, weightsFileName, minMilliseconds, minSamples, maxWarmUp }) {
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: ['wasm'], graphOptimizationLevel: 'all', externalData: [{ path: weightsFileName, data: weights }],
  });
  const feeds = {};
  for (const { name, shape } of session.inputMetadata) {
    const values = new Float32Array(shape.reduce((product, dimension) => product * dimension, 1));
    for (let index = 0; index < values.length; index++) values[index] = Math.sin(index);
    feeds[name] = new ort.Tensor('float32', values, shape);
  }
  // The browser compiles what has run for a while once more: the first model of a worker runs until then, as with the agent.
  for (const until = performance.now() + settleMilliseconds; !isSettled && performance.now() < until;) await session.run(feeds);
  isSettled = true;

  let best = Infinity;
  for (let inference = 0; inference < maxWarmUp; inference++) {
    const begin = performance.now();
    await session.run(feeds);
    const duration = performance.now() - begin;
    if (duration >= 0.97 * best) break;
    best = Math.min(best, duration);
  }
  const samples = [];
  let total = 0;
  do {
    const begin = performance.now();
    await session.run(feeds);
    const duration = performance.now() - begin;
    samples.push(duration * 1e6);
    total += duration;
  } while (samples.length < minSamples || total < minMilliseconds);
  await session.release();
  return samples;
}

self.addEventListener('message', async ({ data: { call, ...parameters } }) => {
  try {
    self.postMessage({ answer: await (call === 'start' ? start(parameters) : visit(parameters)) });
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
});
