const mask = (1n << 64n) - 1n;
const goldenGamma = 0x9E3779B97F4A7C15n;

/** The generator of src/Measurements/SplitMix64.cs: the same numbers on every platform. */
export class SplitMix64 {
  #state;

  constructor(seed) {
    this.#state = BigInt.asUintN(64, BigInt(seed));
  }

  nextUInt64() {
    this.#state = (this.#state + goldenGamma) & mask;
    let value = this.#state;
    value = ((value ^ (value >> 30n)) * 0xBF58476D1CE4E5B9n) & mask;
    value = ((value ^ (value >> 27n)) * 0x94D049BB133111EBn) & mask;
    return value ^ (value >> 31n);
  }

  /** A number from 0 to just under 1, in steps of 2^-53. */
  nextDouble() {
    return Number(this.nextUInt64() >> 11n) * 2 ** -53;
  }
}
