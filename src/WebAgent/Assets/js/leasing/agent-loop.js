import { delay } from '../coordinator/delay.js';
import { Persistence, attempt } from '../coordinator/persistence.js';
import { nameOf } from '../device/target-catalog.js';
import { BatchSize } from './batch-size.js';
import { quantile } from './contention-detector.js';
import { JobMeasurement } from './job-measurement.js';
import { LeaseKeeper } from './lease-keeper.js';

// Short for a phone: what is leased is given back when the page goes, and only part of the time.
const batchSeconds = 10;
const waitMilliseconds = 20_000;
const deliveryIntervalMilliseconds = 3_000;
const emptyAnswerMilliseconds = 1_000;
const latencyQuantile = 0.1;
const activeState = 'DEVICE_STATE_ACTIVE';

/**
 * The main loop of an enrolled device: deliver what is in the spool, lease a batch, work through it, again. Storage and network are used between jobs, never while
 * one is measured.
 */
export class AgentLoop {
  #batchSize = new BatchSize(batchSeconds);
  #hidden = new AbortController();
  #stop = null;
  #deliveredAt = 0;
  #asksForState = true;
  #state = null;
  #repeat;

  /**
   * @param parts `coordinator`, `device`, `spool`, `delivery`, `artifacts`, `runners`, `catalog`, `watch`, `visibility`, `wakeLock`, `pauses`.
   * @param update takes changes of the state that the page shows.
   */
  constructor(parts, update) {
    Object.assign(this, parts);
    this.update = update;
    this.leases = new LeaseKeeper(parts.coordinator, parts.device);
    this.jobs = new JobMeasurement(parts);
    const persistence = new Persistence(update);
    this.#repeat = call => persistence.repeat(call, this.#stop);
  }

  /** Works until the signal is aborted; then ends the running job, gives back what was not started, and delivers what is finished. */
  async run(signal) {
    this.#stop = signal;
    try {
      await this.leases.releaseLeft(this.#repeat);
      while (true) {
        this.update({ phase: this.spool.waiting > 0 ? 'sending' : 'waiting', current: null, jobsLeft: 0 });
        await this.#repeat(() => this.#deliver());
        await this.#waitUntilShown();
        await this.pauses.end();
        await this.#work();
      }
    } catch (error) {
      if (!signal.aborted || error.isRefusedCredential) throw error;
      await attempt(() => this.pauses.stop('PAUSE_REASON_STOPPED', ''));
      await attempt(() => this.#deliver());
    } finally {
      await this.wakeLock.release();
      this.update({ current: null, jobsLeft: 0 });
    }
  }

  /** Called when the page is hidden: ends the waiting for work. */
  hide() {
    this.#hidden.abort(new DOMException('The page is hidden.', 'AbortError'));
  }

  /** Called when the page goes: gives back what it holds. */
  leave() {
    this.leases.leave();
  }

  async #waitUntilShown() {
    if (!this.visibility.isHidden) return;
    this.update({ phase: 'hidden', current: null, jobsLeft: 0 });
    await this.pauses.begin('PAUSE_REASON_HIDDEN', 'the page of the device is hidden');
    await this.visibility.shown(this.#stop);
    this.#hidden = new AbortController();
  }

  async #work() {
    this.update({ phase: 'waiting', current: null, jobsLeft: 0 });
    await this.wakeLock.hold();
    if (this.#hidden.signal.aborted && !this.visibility.isHidden) this.#hidden = new AbortController();
    if (this.#asksForState) await this.#repeat(() => this.#readState());
    const asked = performance.now();
    const batch = await this.#repeat(() => this.#lease());
    this.#asksForState = batch.length === 0 || this.#state !== activeState;
    if (batch.length === 0) {
      if (performance.now() - asked < emptyAnswerMilliseconds && !this.visibility.isHidden) await delay(emptyAnswerMilliseconds, this.#stop);
      return;
    }
    this.leases.begin(batch);
    const began = performance.now();
    let done = 0;
    try {
      const missing = await this.leases.whileRenewing(() => this.#repeat(() => this.artifacts.prepare(batch.map(lease => lease.job), this.#stop)));
      this.#deliveredAt = performance.now();
      done = await this.#runBatch(byTarget(batch), missing);
    } finally {
      await this.leases.release();
    }
    this.#batchSize.observe(done, (performance.now() - began) / 1000);
    this.#stop.throwIfAborted();
  }

  /** Finds out whether the device is given work at all. */
  async #readState() {
    const { device } = await this.coordinator.read(this.device);
    this.#state = device?.state;
    this.update({ deviceState: this.#state });
  }

  async #lease() {
    const signal = AbortSignal.any([this.#stop, this.#hidden.signal]);
    try {
      const answer = await this.coordinator.call(`${this.device}/jobs:lease`, { maxJobs: this.#batchSize.next, wait: `${waitMilliseconds / 1000}s` }, { waitMilliseconds, signal });
      return answer.leases ?? [];
    } catch (error) {
      if (this.#hidden.signal.aborted && !this.#stop.aborted) return [];
      throw error;
    }
  }

  /** Measures the jobs one after another until the page is hidden or told to stop. Returns how many were measured. */
  async #runBatch(batch, missing) {
    let done = 0;
    for (const [index, lease] of batch.entries()) {
      if (this.#stop.aborted || this.visibility.isHidden) break;
      await this.leases.renewIfDue();
      if (!this.leases.holds(lease.leaseId)) continue;
      const { job } = lease;
      this.update({ phase: 'measuring', current: { model: job.model.sha256, target: nameOf(job.target), pass: job.pass, campaign: job.campaign }, jobsLeft: batch.length - index });
      const outcome = await this.leases.whileRenewing(() => this.jobs.run(job, missing, this.#repeat));
      await this.spool.add(this.#reportOf(lease, outcome));
      this.leases.close(lease.leaseId);
      this.#show(job, outcome);
      done++;
      if (performance.now() - this.#deliveredAt >= deliveryIntervalMilliseconds) await this.#deliverIfReachable();
    }
    return done;
  }

  #reportOf({ leaseId, job }, { result, failure }) {
    const body = { device: this.device, leaseId, ...(result ? { result } : failure) };
    return { path: `${job.name}:${result ? 'complete' : 'fail'}`, body };
  }

  #show(job, { result, failure }) {
    const target = nameOf(job.target);
    if (failure) {
      this.#asksForState = true;
      this.update({ addFailed: 1, failure: { model: job.model.sha256, target, message: failure.message } });
      return;
    }
    const samples = result.samplesNs.map(Number).sort((one, other) => one - other);
    this.update({ addMeasured: 1, latest: { model: job.model.sha256, target, milliseconds: quantile(samples, latencyQuantile) / 1e6 } });
  }

  async #deliver() {
    await this.delivery.deliver();
    this.update({ connection: 'ok' });
  }

  async #deliverIfReachable() {
    this.#deliveredAt = performance.now();
    try {
      await this.#deliver();
    } catch (error) {
      if (error.isRefusedCredential) throw error;
      this.update({ connection: 'lost', connectionMessage: error.message });
    }
  }
}

/** The jobs of a batch with those of one target together, otherwise in their order: a worker serves one target. */
export function byTarget(batch) {
  const groups = new Map();
  for (const lease of batch) {
    const name = nameOf(lease.job.target);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(lease);
  }
  return [...groups.values()].flat();
}
