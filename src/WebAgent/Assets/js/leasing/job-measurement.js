import { JobFailure } from '../measuring/job-failure.js';
import { ContentionDetector } from './contention-detector.js';
import { protocolOf } from './protocol.js';

/** Carries out the jobs of this device, each of which ends with a result or the reason why there is none. */
export class JobMeasurement {
  #contention = new ContentionDetector();

  /** @param parts `catalog`, `runners`, `artifacts`, `watch`, `visibility`, `coordinator`. */
  constructor({ catalog, runners, artifacts, watch, visibility, coordinator }) {
    Object.assign(this, { catalog, runners, artifacts, watch, visibility, coordinator });
  }

  /**
   * Measures a job.
   * @param missing failures of files by their hash.
   * @param repeat repeats a call of the coordinator until it succeeds.
   */
  async run(job, missing, repeat) {
    const failure = this.#whyNot(job, missing);
    if (failure) return failure.toOutcome();
    const hasCanary = job.canary && !missing.has(job.canary.sha256) && !missing.has(job.canary.weightsSha256);
    const changes = this.visibility.changes;
    const measure = () => this.runners.measure({ ...job, canary: hasCanary ? job.canary : null }, sha256 => this.artifacts.contentOf(sha256), protocolOf(job.protocol));
    let outcome = await measure();
    if (outcome.isNotLoaded) {
      // The coordinator may be away: then the job waits for it.
      await repeat(() => this.coordinator.runtimes());
      outcome = await measure();
    }
    if (outcome.result) this.#complete(outcome, job, changes);
    return outcome;
  }

  #whyNot(job, missing) {
    const reason = this.catalog.whyUnsupported(job.target);
    if (reason !== null) return new JobFailure('TARGET_UNSUPPORTED', reason);
    if (job.profile) return new JobFailure('TARGET_UNSUPPORTED', 'The runtime in a browser records no profile of operators.');
    return missing.get(job.model.sha256) ?? missing.get(job.model.weightsSha256);
  }

  #complete({ result, core }, job, changes) {
    const contended = core ? this.#contention.detect(core, job.target.threads) : null;
    if (contended !== null) result.contended = contended;
    if (this.visibility.changes !== changes || this.visibility.isHidden) result.conditions.flags.push('visibility-change');
    this.watch.complete(result.conditions);
  }
}
