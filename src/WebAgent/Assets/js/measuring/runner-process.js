import { JobFailure } from './job-failure.js';

/** A worker that measures with one provider and one number of threads, as the page sees it. A call that fails or takes too long ends it. */
export class RunnerProcess {
  #worker;
  #pending = null;
  #kept = new Set();

  constructor(target) {
    this.target = target;
    this.#worker = new Worker(new URL('runner.js', import.meta.url), { type: 'module', name: 'latbench-runner' });
    this.#worker.addEventListener('message', ({ data }) => {
      const pending = this.#pending;
      this.#pending = null;
      if (data.error === undefined) pending?.resolve(data.answer);
      else pending?.reject(new Error(data.error));
    });
    this.#worker.addEventListener('error', event => {
      event.preventDefault();
      this.#fail(new JobFailure('RUNNER_CRASHED', `The worker that measures ended: ${event.message || 'its script could not be loaded'}`));
    });
    this.#worker.addEventListener('messageerror', () => this.#fail(new JobFailure('RUNNER_CRASHED', 'The worker that measures sent what cannot be read.')));
  }

  isAlive = true;

  /** Loads the runtime. */
  start(address, version, agentVersion, timeoutMilliseconds) {
    return this.#call({ call: 'start', address, version, target: this.target, agentVersion }, timeoutMilliseconds);
  }

  /** The precisions that the runtime runs. */
  async precisions(timeoutMilliseconds) {
    return (await this.#call({ call: 'probe', target: this.target }, timeoutMilliseconds)).precisions;
  }

  /** Measures a model; `files` gives the content of an artefact by its hash. */
  async measure(job, files, protocol, timeoutMilliseconds) {
    const deadline = performance.now() + timeoutMilliseconds;
    const models = [job.model, job.canary].filter(model => model);
    const held = models.map(model => model.weightsSha256).filter(sha256 => sha256);
    for (const sha256 of held) {
      if (this.#kept.has(sha256)) continue;
      await this.#call({ call: 'keep', sha256, data: files(sha256), held }, deadline - performance.now(), timeoutMilliseconds);
      this.#kept = new Set([...held, sha256].filter(one => one === sha256 || this.#kept.has(one)));
    }
    const withGraph = model => model ? { ...model, graph: files(model.sha256) } : null;
    return this.#call({ call: 'measure', model: withGraph(job.model), canary: withGraph(job.canary), target: job.target ?? this.target, protocol }, deadline - performance.now(), timeoutMilliseconds);
  }

  end() {
    this.isAlive = false;
    this.#worker.terminate();
    this.#pending?.reject(new JobFailure('INTERNAL', 'The worker that measures was ended.'));
    this.#pending = null;
  }

  #call(message, timeoutMilliseconds, limitMilliseconds = timeoutMilliseconds) {
    if (!this.isAlive) return Promise.reject(new JobFailure('RUNNER_CRASHED', 'The worker that measures has ended.'));
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => this.#fail(new JobFailure('TIMED_OUT', `The model did not finish within its limit of ${limitMilliseconds / 1000} s a pass; its worker was ended.`)), Math.max(1, timeoutMilliseconds));
      const settle = done => value => {
        clearTimeout(limit);
        done(value);
      };
      this.#pending = { resolve: settle(resolve), reject: settle(reject) };
      this.#worker.postMessage(message);
    });
  }

  #fail(failure) {
    const pending = this.#pending;
    this.#pending = null;
    this.end();
    pending?.reject(failure);
  }
}
