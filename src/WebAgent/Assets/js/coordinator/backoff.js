import { delay } from './delay.js';

/** Waits between attempts: doubling from the first to the longest, each shortened by up to half at random, so that many devices do not call at once. */
export class Backoff {
  #attempts = 0;

  constructor(firstMilliseconds = 500, longestMilliseconds = 30_000, random = Math.random) {
    this.firstMilliseconds = firstMilliseconds;
    this.longestMilliseconds = longestMilliseconds;
    this.random = random;
  }

  next() {
    const full = Math.min(this.longestMilliseconds, this.firstMilliseconds * 2 ** this.#attempts++);
    return full * (1 - this.random() / 2);
  }

  reset() {
    this.#attempts = 0;
  }

  /** Waits; ends early when the network comes back. */
  wait(signal) {
    return delay(this.next(), signal, [[window, 'online']]);
  }
}
