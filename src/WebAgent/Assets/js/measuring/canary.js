import { LoadedModel } from './loaded-model.js';
import { BlockRule, WarmUpRule } from './rules.js';
import { block, toNanoseconds, warmUp } from './timed-loop.js';

const maxWarmUpInferences = 12;
const samples = 5;

// Seldom enough to cost about a percent of the time.
const intervalMilliseconds = 200;

/** The canary of a runner: a small fixed model, read every now and then before a block. It tells the state of the machine; where it cannot be run nothing is read. */
export class Canary {
  #models = new Map();
  #readAt = -Infinity;

  /** Loads it where that has not been tried yet. */
  async load(ort, canary, target) {
    const key = keyOf(canary, target);
    if (canary === null || this.#models.has(key)) return;
    this.#models.set(key, null);
    try {
      this.#models.set(key, await LoadedModel.create(ort, canary, target));
    } catch {
      // A target that cannot run it has no canary.
    }
  }

  /** Reads it where that is due: nanoseconds as text; none where it is not due or cannot be run. */
  async read(canary, target, inferencesRule) {
    const model = canary === null ? null : this.#models.get(keyOf(canary, target));
    if (!model || performance.now() - this.#readAt < intervalMilliseconds) return [];
    const { inferences } = await warmUp(model.run, new WarmUpRule(maxWarmUpInferences), inferencesRule);
    const read = await block(model.run, new BlockRule(0, samples), inferences);
    this.#readAt = performance.now();
    return read.map(toNanoseconds);
  }
}

function keyOf(canary, target) {
  return `${canary?.sha256};${target.graphOptimization};${target.ioMode}`;
}
