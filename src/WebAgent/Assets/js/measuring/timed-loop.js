// The timed region: between two readings of the clock there is nothing but inferences. This module has no imports, so that a benchmark can run the
// same loop around another session.

/**
 * Runs one sample: consecutive inferences that are timed together.
 * @param {() => Promise<unknown>} run one inference.
 * @param {number} inferences how many, 1 or more.
 * @returns {Promise<number>} their duration in milliseconds.
 */
export async function sample(run, inferences) {
  const start = performance.now();
  for (let inference = 0; inference < inferences; inference++) await run();
  return performance.now() - start;
}

/**
 * Runs until the warm-up is over, and finds out how many inferences are timed together.
 * @returns {Promise<{durations: number[], inferences: number}>} milliseconds an inference, and that number.
 */
export async function warmUp(run, rule, inferencesRule) {
  const durations = [];
  let inferences = 1;
  while (true) {
    const duration = await sample(run, inferences);
    const next = inferencesRule.next(inferences, duration);
    if (next > inferences) {
      // Too coarse to compare: the next sample has more inferences.
      inferences = next;
      continue;
    }
    durations.push(duration / inferences);
    if (rule.isOver(durations)) return { durations, inferences };
  }
}

/**
 * Runs one block of samples.
 * @returns {Promise<number[]>} milliseconds an inference, one number a sample.
 */
export async function block(run, rule, inferences) {
  const durations = [];
  let total = 0;
  do {
    const duration = await sample(run, inferences);
    durations.push(duration / inferences);
    total += duration;
  } while (!rule.isComplete(durations.length, total));
  return durations;
}

/** Milliseconds as whole nanoseconds, at least 1, as the coordinator takes them. */
export function toNanoseconds(milliseconds) {
  return String(Math.max(1, Math.round(milliseconds * 1e6)));
}
