// The two rules of the protocol latbench/1, as in src/Measurements: they take durations and read no clock.

/** Decides when the warm-up of a model is over: the latest inference is no faster than the best before it, or there were enough. */
export class WarmUpRule {
  static tolerance = 0.03;

  constructor(maxInferences) {
    this.maxInferences = maxInferences;
  }

  /** @param {number[]} durations of all warm-up inferences so far, in any one unit. */
  isOver(durations) {
    if (durations.length >= this.maxInferences) return true;
    if (durations.length <= 1) return false;
    return durations.at(-1) >= (1 - WarmUpRule.tolerance) * Math.min(...durations.slice(0, -1));
  }
}

/** Decides when a block of samples is long enough: floors on its time and on its number of samples, and an upper bound on that number. */
export class BlockRule {
  static maxSamples = 10_000;

  constructor(minMilliseconds, minSamples) {
    this.minMilliseconds = minMilliseconds;
    this.minSamples = minSamples;
  }

  isComplete(samples, elapsedMilliseconds) {
    return samples >= BlockRule.maxSamples || (samples >= this.minSamples && elapsedMilliseconds >= this.minMilliseconds);
  }
}

/** Decides how many inferences are timed together, so that the step of the clock is 1/200 of a sample or less. */
export class InferencesRule {
  static stepsPerSample = 200;
  static maxInferences = 100_000;

  constructor(stepMilliseconds) {
    this.minMilliseconds = InferencesRule.stepsPerSample * stepMilliseconds;
    this.stepMilliseconds = stepMilliseconds;
  }

  /** The number to time together next, after `inferences` took `milliseconds` together; the same number where that was enough. */
  next(inferences, milliseconds) {
    if (milliseconds >= this.minMilliseconds) return inferences;
    const wished = Math.ceil(inferences * this.minMilliseconds / Math.max(milliseconds, this.stepMilliseconds));
    return Math.min(InferencesRule.maxInferences, Math.max(wished, inferences + 1));
  }
}
