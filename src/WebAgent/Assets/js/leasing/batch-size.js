const least = 4;
const most = 256;
const first = 8;
const memory = 0.7;

/** Determines the number of jobs to lease at once, so that a batch lasts about as long as wished. */
export class BatchSize {
  #secondsPerJob = null;

  constructor(wishedSeconds) {
    this.wishedSeconds = wishedSeconds;
  }

  get next() {
    return this.#secondsPerJob === null ? first : Math.floor(Math.min(most, Math.max(least, this.wishedSeconds / this.#secondsPerJob)));
  }

  /** Learns from a batch that was worked through. */
  observe(jobs, seconds) {
    if (jobs === 0 || seconds <= 0) return;
    const latest = seconds / jobs;
    this.#secondsPerJob = this.#secondsPerJob === null ? latest : memory * this.#secondsPerJob + (1 - memory) * latest;
  }
}
