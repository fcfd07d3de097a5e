import { requireAdapter } from './graphics-adapter.js';
import { JobFailure, classify } from './job-failure.js';
import { RunnerProcess } from './runner-process.js';

// The workers of two targets stay, so that a batch with jobs for both does not load the runtime again and again. Idle ones take no time.
const maxRunners = 2;
const startTimeoutMilliseconds = 120_000;

/** Keeps a worker for each of the latest providers with their number of threads. A worker that crashes, hangs or runs out of memory costs the model that it had; the next job gets a new one. */
export class RunnerSet {
  #runners = [];

  constructor(address, agentVersion) {
    this.address = address;
    this.agentVersion = agentVersion;
  }

  /** Carries out one job. Whatever goes wrong is in the outcome; `isNotLoaded` where the runtime could not be loaded, which is no fault of the model. */
  async measure(job, files, protocol) {
    let runner;
    try {
      runner = await this.runnerFor(job.target);
    } catch (error) {
      return { ...classify(error).toOutcome(), isNotLoaded: error.reason !== 'TARGET_UNSUPPORTED' };
    }
    try {
      const outcome = await runner.measure(job, files, protocol, protocol.timeoutMilliseconds);
      if (outcome.isBroken) this.#drop(runner);
      return outcome.isUntried ? await this.measure(job, files, protocol) : outcome;
    } catch (error) {
      this.#drop(runner);
      return classify(error).toOutcome();
    }
  }

  /** The worker for a target, started where there is none. */
  async runnerFor(target) {
    const key = keyOf(target);
    const found = this.#runners.find(runner => runner.isAlive && keyOf(runner.target) === key);
    this.#runners = this.#runners.filter(runner => runner.isAlive && runner !== found);
    if (found) {
      this.#runners.push(found);
      return found;
    }
    if (target.executionProvider === 'webgpu') await requireAdapter();
    while (this.#runners.length >= maxRunners) this.#drop(this.#runners[0]);
    const runner = new RunnerProcess(target);
    this.#runners.push(runner);
    try {
      await runner.start(this.address, target.runtimeVersion, this.agentVersion, startTimeoutMilliseconds);
      return runner;
    } catch (error) {
      this.#drop(runner);
      if (error instanceof JobFailure && error.reason !== 'RUNNER_CRASHED') throw new JobFailure('INTERNAL', `The runtime did not load within ${startTimeoutMilliseconds / 1000} s.`);
      throw new JobFailure('INTERNAL', `The runtime could not be loaded: ${error.message}`);
    }
  }

  end() {
    for (const runner of [...this.#runners]) this.#drop(runner);
  }

  #drop(runner) {
    runner.end();
    this.#runners = this.#runners.filter(one => one !== runner);
  }
}

function keyOf(target) {
  return [target.runtimeVersion, target.executionProvider, target.threads].join(';');
}
