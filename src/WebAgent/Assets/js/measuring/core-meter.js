import { build, op, types } from './wasm-module.js';

/** Steps of the clock loop that a reading is stated for. */
export const clockSteps = 10_000;

const runs = 12;
const maxRepeats = 100;
const sweeps = 60;
const floats = 2048;
const multiplier = 0x9E3779B97F4A7C15n;
const decay = 0.999;

/** The step of the clock may be this part of a loop. A longer loop is interrupted more often than its reading is finer: the mean of several is. */
const precision = 0.025;

/** Readings this many steps of the clock above the least were not interrupted. */
const tolerance = 1.5;

/**
 * Two short loops around a block, as CoreMeter of the native agent: a chain of dependent steps, whose duration tells the frequency of the core, and a wide loop that another
 * process on the core makes longer. They run so often that the step of the clock is at most 2.5 % of them; where that takes more than a million steps nothing is read.
 */
export class CoreMeter {
  #chain;
  #sweep;
  #repeats;
  #step;

  /** Makes the meter; null where the clock is too coarse for it. */
  static async create(stepMilliseconds) {
    const { instance } = await WebAssembly.instantiate(loops());
    const meter = new CoreMeter(instance.exports);
    meter.#step = stepMilliseconds;
    // The browser compiles a function once more when it has run often: a few readings pass before a loop has its final speed.
    for (let run = 0; run < 30; run++) meter.#time(meter.#chain, 5, meter.#sweep);
    await new Promise(resolve => setTimeout(resolve, 20));
    let repeats = 1;
    while (repeats <= maxRepeats && meter.#leastChain(repeats) < stepMilliseconds / precision) repeats *= 2;
    if (repeats > maxRepeats) return null;
    meter.#repeats = repeats;
    return meter;
  }

  constructor(exports) {
    this.#chain = repeats => exports.chain(repeats * clockSteps);
    this.#sweep = repeats => exports.sweep(repeats * sweeps);
  }

  /** Reads the core: nanoseconds of 10,000 steps, and the ratio of the two loops, the middle and the least of a few. */
  read() {
    this.#sweep(1);
    const clocks = [];
    const widths = [];
    for (let run = 0; run < runs; run++) {
      const { chain, sweep } = this.#time(this.#chain, this.#repeats, this.#sweep);
      clocks.push(chain);
      widths.push(sweep);
    }
    // An interrupt only adds: those that had none differ by the step of the clock, and their mean is finer than it.
    const least = Math.min(...clocks);
    const undisturbed = clocks.filter(clock => clock <= least + tolerance * this.#step);
    const clock = undisturbed.reduce((sum, one) => sum + one, 0) / undisturbed.length;
    widths.sort((one, other) => one - other);
    return { clockNs: clock / this.#repeats * 1e6, ratio: widths[runs >> 1] / clock, minRatio: widths[0] / clock };
  }

  /** The least of a few, because an interrupt only adds. */
  #leastChain(repeats) {
    return Math.min(...Array.from({ length: runs }, () => this.#time(this.#chain, repeats).chain));
  }

  #time(chain, repeats, sweep) {
    const start = performance.now();
    chain(repeats);
    const between = performance.now();
    sweep?.(repeats);
    return { chain: between - start, sweep: performance.now() - between };
  }
}

/** The readings before and after a block together, as CoreReadings of the native agent. */
export function combine(before, after) {
  return {
    clockNs: (before.clockNs + after.clockNs) / 2,
    ratio: Math.max(before.ratio, after.ratio),
    minRatio: Math.min(before.minRatio, after.minRatio),
  };
}

/** The module: `chain(steps)` and `sweep(sweeps)`. */
export function loops() {
  const chain = {
    name: 'chain', parameters: [types.i32], results: [types.i64], locals: [types.i64],
    body: [
      op.i64(1), op.set(1),
      op.loop(
        // value *= multiplier; value ^= value >> 32
        op.get(1), op.i64(multiplier), op.i64Multiply(), op.tee(1), op.get(1), op.i64(32), op.i64ShiftRightUnsigned(), op.i64Xor(), op.set(1),
        op.get(0), op.i32(1), op.i32Sub(), op.tee(0), op.repeatIf()),
      op.get(1),
    ],
  };
  const decays = [...new Uint8Array(Float32Array.of(decay, decay, decay, decay).buffer)];
  const bytes = floats * Float32Array.BYTES_PER_ELEMENT;
  const sweep = {
    name: 'sweep', parameters: [types.i32], results: [], locals: [types.i32],
    body: [
      op.loop(
        op.i32(0), op.set(1),
        op.loop(
          // values[i] = values[i] * decay + addends[i], four at once; the addends lie behind the values
          op.get(1), op.get(1), op.v128Load(0), op.v128Constant(decays), op.f32x4Multiply(), op.get(1), op.v128Load(bytes), op.f32x4Add(), op.v128Store(0),
          op.get(1), op.i32(16), op.i32Add(), op.tee(1), op.i32(bytes), op.i32LessUnsigned(), op.repeatIf()),
        op.get(0), op.i32(1), op.i32Sub(), op.tee(0), op.repeatIf()),
    ],
  };
  return build([chain, sweep]);
}
