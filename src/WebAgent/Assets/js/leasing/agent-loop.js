import { Backoff } from '../coordinator/backoff.js';
import { delay } from '../coordinator/delay.js';
import { nameOf } from '../device/target-catalog.js';
import { JobFailure } from '../measuring/job-failure.js';
import { BatchSize } from './batch-size.js';
import { ContentionDetector, quantile } from './contention-detector.js';
import { LeaseBook } from './lease-book.js';
import { protocolOf } from './protocol.js';

// Short for a phone: what is leased is given back when the page goes, and only part of the time.
const batchSeconds = 10;
const waitMilliseconds = 20_000;
const deliveryIntervalMilliseconds = 3_000;
const emptyAnswerMilliseconds = 1_000;
const renewalCheckMilliseconds = 1_000;
const latencyQuantile = 0.1;

/**
 * The main loop of an enrolled device: deliver what is in the spool, lease a batch, work through it, again. Storage and network are used between jobs, never while
 * one is measured.
 */
export class AgentLoop {
  #batchSize = new BatchSize(batchSeconds);
  #leases = new LeaseBook();
  #contention = new ContentionDetector();
  #backoff = new Backoff();
  #hidden = new AbortController();
  #stop = null;
  #deliveredAt = 0;

  /**
   * @param parts `coordinator`, `device`, `spool`, `delivery`, `artifacts`, `runners`, `catalog`, `watch`, `visibility`, `wakeLock`, `pauses`.
   * @param update takes changes of the state that the page shows.
   */
  constructor(parts, update) {
    Object.assign(this, parts);
    this.update = update;
  }

  /** Works until the signal is aborted; then ends the running job, gives back what was not started, and delivers what is finished. */
  async run(signal) {
    this.#stop = signal;
    try {
      await this.#releaseLeft();
      while (true) {
        await this.#persist(() => this.#deliver());
        await this.#waitUntilShown();
        await this.pauses.end();
        await this.#work();
      }
    } catch (error) {
      if (!signal.aborted || error.isRefusedCredential) throw error;
      await this.#attempt(() => this.pauses.stop('PAUSE_REASON_STOPPED', ''));
      await this.#attempt(() => this.#deliver());
    } finally {
      await this.wakeLock.release();
      this.update({ current: null, jobsLeft: 0 });
    }
  }

  /** Called when the page is hidden: ends the waiting for work. */
  hide() {
    this.#hidden.abort(new DOMException('The page is hidden.', 'AbortError'));
  }

  /** Called when the page goes: gives back what it holds, in a call that outlives it. The next page does so once more. */
  leave() {
    const leaseIds = this.#leases.open;
    if (leaseIds.length === 0) return;
    this.coordinator.call(`${this.device}/leases:release`, { leaseIds }, { keepalive: true }).catch(() => {});
  }

  async #releaseLeft() {
    const leaseIds = LeaseBook.left();
    if (leaseIds.length > 0) await this.#persist(() => this.coordinator.call(`${this.device}/leases:release`, { leaseIds }));
    this.#leases.clear();
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
    const asked = performance.now();
    const batch = await this.#persist(() => this.#lease());
    if (batch.length === 0) {
      if (performance.now() - asked < emptyAnswerMilliseconds && !this.visibility.isHidden) await delay(emptyAnswerMilliseconds, this.#stop);
      return;
    }
    this.#leases.begin(batch);
    const began = performance.now();
    let done = 0;
    try {
      const missing = await this.#persist(() => this.artifacts.prepare(batch.map(lease => lease.job), this.#stop));
      this.#deliveredAt = performance.now();
      done = await this.#runBatch(byTarget(batch), missing);
    } finally {
      const leaseIds = this.#leases.open;
      if (leaseIds.length > 0) await this.#attempt(() => this.coordinator.call(`${this.device}/leases:release`, { leaseIds }));
      this.#leases.clear();
    }
    this.#batchSize.observe(done, (performance.now() - began) / 1000);
    this.#stop.throwIfAborted();
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
      await this.#renewIfDue();
      if (!this.#leases.holds(lease.leaseId)) continue;
      const { job } = lease;
      this.update({ phase: 'measuring', current: { model: job.model.sha256, target: nameOf(job.target), pass: job.pass, campaign: job.campaign }, jobsLeft: batch.length - index });
      const outcome = await this.#whileRenewing(() => this.#measure(job, missing));
      await this.spool.add(this.#reportOf(lease, outcome));
      this.#leases.close(lease.leaseId);
      this.#show(job, outcome);
      done++;
      if (performance.now() - this.#deliveredAt >= deliveryIntervalMilliseconds) await this.#deliverIfReachable();
    }
    return done;
  }

  async #measure(job, missing) {
    const reason = this.catalog.whyUnsupported(job.target);
    if (reason !== null) return new JobFailure('TARGET_UNSUPPORTED', reason).toOutcome();
    if (job.profile) return new JobFailure('TARGET_UNSUPPORTED', 'The runtime in a browser records no profile of operators.').toOutcome();
    const failure = missing.get(job.model.sha256) ?? missing.get(job.model.weightsSha256);
    if (failure) return failure.toOutcome();
    const hasCanary = job.canary && !missing.has(job.canary.sha256) && !missing.has(job.canary.weightsSha256);
    const changes = this.visibility.changes;
    const measure = () => this.runners.measure({ ...job, canary: hasCanary ? job.canary : null }, sha256 => this.artifacts.contentOf(sha256), protocolOf(job.protocol));
    let outcome = await measure();
    if (outcome.isNotLoaded) {
      // The coordinator may be away: then the job waits for it.
      await this.#persist(() => this.coordinator.runtimes());
      outcome = await measure();
    }
    if (!outcome.result) return outcome;
    const { result, core } = outcome;
    const contended = core ? this.#contention.detect(core, job.target.threads) : null;
    if (contended !== null) result.contended = contended;
    if (this.visibility.changes !== changes || this.visibility.isHidden) result.conditions.flags.push('visibility-change');
    this.watch.complete(result.conditions);
    return outcome;
  }

  #reportOf({ leaseId, job }, { result, failure }) {
    const body = { device: this.device, leaseId, ...(result ? { result } : failure) };
    return { path: `${job.name}:${result ? 'complete' : 'fail'}`, body };
  }

  #show(job, { result, failure }) {
    const target = nameOf(job.target);
    if (failure) {
      this.update({ addFailed: 1, failure: { model: job.model.sha256, target, message: failure.message } });
      return;
    }
    const samples = result.samplesNs.map(Number).sort((one, other) => one - other);
    this.update({ addMeasured: 1, latest: { model: job.model.sha256, target, milliseconds: quantile(samples, latencyQuantile) / 1e6 } });
  }

  async #whileRenewing(run) {
    const renewing = setInterval(() => this.#renewIfDue(), renewalCheckMilliseconds);
    try {
      return await run();
    } finally {
      clearInterval(renewing);
    }
  }

  async #renewIfDue() {
    if (!this.#leases.isDue) return;
    // At once, so that a call that takes long is not made a second time.
    const leaseIds = this.#leases.open;
    this.#leases.renewed(Date.now() + 3 * waitMilliseconds);
    try {
      const answer = await this.coordinator.call(`${this.device}/leases:renew`, { leaseIds });
      this.#leases.renewed(Date.parse(answer.expireTime) || Date.now(), answer.lostLeaseIds ?? []);
    } catch {
      // The jobs are measured all the same: a late result is kept.
      this.#leases.renewed(Date.now());
    }
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

  /** Repeats a call, waiting longer each time, until it succeeds. */
  async #persist(call) {
    while (true) {
      this.#stop.throwIfAborted();
      try {
        const answer = await call();
        this.#backoff.reset();
        this.update({ connection: 'ok' });
        return answer;
      } catch (error) {
        this.#stop.throwIfAborted();
        if (error.isRefusedCredential || error.status === undefined) throw error;
        this.update({ connection: 'lost', connectionMessage: error.message });
      }
      await this.#backoff.wait(this.#stop);
    }
  }

  async #attempt(call) {
    try {
      await call();
    } catch (error) {
      if (error.isRefusedCredential) throw error;
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
