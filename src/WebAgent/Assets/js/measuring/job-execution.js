import { Canary } from './canary.js';
import { combine, CoreMeter } from './core-meter.js';
import { JobClock } from './job-clock.js';
import { JobFailure, classify, isFatal } from './job-failure.js';
import { LoadedModel } from './loaded-model.js';
import { BlockRule, InferencesRule, WarmUpRule } from './rules.js';
import { describeSettings } from './session-settings.js';
import { block, sample, toNanoseconds, warmUp } from './timed-loop.js';
import { timerStep } from './timer-step.js';

const protocolName = 'latbench/1';
const clampedFrom = 1.5;

// A browser compiles the functions of the runtime once more when they have run for a while. The first model of a worker runs until that has happened.
const settleMilliseconds = 600;

/** Measures models one after another in a worker: load, canary, warm-up until it settles, one block, conditions around it. */
export class JobExecution {
  #ort;
  #provider;
  #runtimeVersion;
  #agentVersion;
  #canary = new Canary();
  #core = null;
  #stepMilliseconds;
  #isSettled = false;
  #deviceLost = null;
  #watched = null;

  static async create(ort, target, runtimeVersion, agentVersion) {
    const execution = new JobExecution();
    execution.#ort = ort;
    execution.#provider = target.executionProvider;
    execution.#runtimeVersion = runtimeVersion;
    execution.#agentVersion = agentVersion;
    execution.#stepMilliseconds = timerStep(8);
    if (target.executionProvider === 'wasm') execution.#core = await CoreMeter.create(execution.#stepMilliseconds);
    return execution;
  }

  /**
   * Never throws for anything that a model can cause; that is the outcome.
   * @returns {Promise<{result?: object, core?: object, failure?: object, isBroken: boolean}>} `isBroken` where the worker cannot be used any more.
   */
  async measure(job) {
    try {
      return { ...await this.#measure(job), isBroken: this.#deviceLost !== null };
    } catch (error) {
      if (this.#deviceLost !== null)
        return { failure: { reason: 'FAILURE_REASON_RUNNER_CRASHED', message: `The graphics processor was lost while it had this model: ${this.#deviceLost}` }, isBroken: true };
      return { ...classify(error).toOutcome(), isBroken: isFatal(error) };
    }
  }

  async #measure({ model, canary, target, protocol }) {
    const clock = new JobClock();
    await this.#canary.load(this.#ort, canary, target);
    const loaded = await LoadedModel.create(this.#ort, model, target);
    await this.#watchDevice();
    try {
      this.#requireThreads(target);
      await this.#settle(loaded);
      return await this.#measureLoaded(loaded, canary, target, protocol, clock);
    } finally {
      await loaded.dispose();
    }
  }

  async #measureLoaded(loaded, canary, target, protocol, clock) {
    const step = timerStep();
    const inferencesRule = new InferencesRule(step);
    const canaryNs = await this.#canary.read(canary, target, inferencesRule);
    const warm = await warmUp(loaded.run, new WarmUpRule(protocol.maxWarmUpInferences), inferencesRule);
    await loaded.requireOutputs();
    const before = this.#core?.read();
    const samples = await block(loaded.run, new BlockRule(protocol.minBlockMilliseconds, protocol.minBlockSamples), warm.inferences);
    const core = before && combine(before, this.#core.read());
    const { startTime, endTime, jumpMilliseconds } = clock.stop();
    const conditions = {
      sessionOptions: describeSettings(target),
      runtimeVersion: this.#runtimeVersion,
      providerVersion: this.#runtimeVersion,
      executionProvider: target.executionProvider,
      agentVersion: this.#agentVersion,
      protocol: protocolName,
      flags: [],
      browser: { timerStepNs: toNanoseconds(step), threads: this.#ort.env.wasm.numThreads, simd: true, crossOriginIsolated: self.crossOriginIsolated === true, userAgent: navigator.userAgent },
    };
    if (warm.inferences > 1) conditions.inferencesPerSample = warm.inferences;
    if (jumpMilliseconds !== null) {
      conditions.clockJumpMs = String(jumpMilliseconds);
      conditions.flags.push('clock-jump');
    }
    if (Math.max(step, timerStep()) > clampedFrom * this.#stepMilliseconds) conditions.flags.push('timer-clamped');
    const result = {
      samplesNs: samples.map(toNanoseconds),
      warmUpNs: warm.durations.map(toNanoseconds),
      canaryNs,
      sessionCreationNs: toNanoseconds(loaded.creationMilliseconds),
      startTime,
      endTime,
      conditions,
    };
    if (core) result.clockNs = toNanoseconds(core.clockNs / 1e6);
    return { result, core };
  }

  /** The runtime takes one thread in silence where the browser gives it no more. */
  #requireThreads(target) {
    const { numThreads } = this.#ort.env.wasm;
    if (numThreads !== target.threads) throw new JobFailure('TARGET_UNSUPPORTED', `The target asks for ${target.threads} threads; the browser gives the page ${numThreads}.`);
  }

  async #settle(loaded) {
    if (this.#isSettled) return;
    this.#isSettled = true;
    for (let spent = 0; spent < settleMilliseconds;) spent += Math.max(this.#stepMilliseconds, await sample(loaded.run, 1));
  }

  /** A device that is lost answers nothing more, or everything with errors. The runtime itself destroys it with its last session, and makes another for the next. */
  async #watchDevice() {
    if (this.#provider !== 'webgpu') return;
    const device = await this.#ort.env.webgpu.device;
    if (device === this.#watched) return;
    this.#watched = device;
    device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed') this.#deviceLost = message || reason;
    });
  }
}
