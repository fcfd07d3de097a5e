import { Canary } from './canary.js';
import { combine, CoreMeter } from './core-meter.js';
import { DeviceWatch } from './device-watch.js';
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
  #watch = new DeviceWatch();

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
   * @returns {Promise<{result?: object, core?: object, failure?: object, isBroken: boolean, isUntried?: boolean}>} `isBroken` where the worker cannot be used any more,
   *   `isUntried` where that was so before the job.
   */
  async measure(job) {
    if (this.#watch.loss !== null) return { isBroken: true, isUntried: true };
    try {
      return { ...await this.#watch.during(() => this.#measure(job)), isBroken: false };
    } catch (error) {
      return { ...classify(error).toOutcome(), isBroken: isFatal(error) };
    }
  }

  async #measure({ model, canary, target, protocol }) {
    const clock = new JobClock();
    await this.#canary.load(this.#ort, canary, target);
    const loaded = await LoadedModel.create(this.#ort, model, target);
    if (this.#provider === 'webgpu') this.#watch.hold(await this.#ort.env.webgpu.device);
    try {
      this.#requireThreads(target);
      await this.#settle(loaded);
      return await this.#measureLoaded(loaded, canary, target, protocol, clock);
    } finally {
      await this.#watch.confirm();
      this.#watch.release();
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
}
