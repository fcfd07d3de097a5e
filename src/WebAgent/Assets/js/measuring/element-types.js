// The element types of tensors as onnxruntime-web names them.

export const arrays = {
  float32: Float32Array, float64: Float64Array, float16: globalThis.Float16Array ?? Uint16Array,
  int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array,
  int64: BigInt64Array, uint64: BigUint64Array, bool: Uint8Array,
};

const bounds = {
  int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767], uint16: [0, 65535], int32: [-(2 ** 31), 2 ** 31 - 1], uint32: [0, 2 ** 32 - 1],
};

/** The value of a whole number in a type, saturated where the type cannot hold it. */
export function saturate(type, value) {
  if (type === 'int64') return BigInt.asIntN(64, clampBig(BigInt(value), -(1n << 63n), (1n << 63n) - 1n));
  if (type === 'uint64') return BigInt.asUintN(64, clampBig(BigInt(value), 0n, (1n << 64n) - 1n));
  const [low, high] = bounds[type];
  return Math.min(high, Math.max(low, value));
}

/** The bits of a number as a half, rounded to the nearest, ties to even. */
export function halfOf(number) {
  const single = new Uint32Array(Float32Array.of(number).buffer)[0];
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 112;
  const fraction = single & 0x7fffff;
  if (exponent >= 31) return sign | (exponent === 143 && fraction !== 0 ? 0x7e00 : 0x7c00);
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    return sign | rounded(fraction | 0x800000, 14 - exponent);
  }
  // A carry out of the fraction goes into the exponent, as it should.
  return sign | rounded((exponent << 23) | fraction, 13);
}

/** The number of a half. */
export function numberOfHalf(half) {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function rounded(value, bits) {
  const kept = value >>> bits;
  const rest = value & ((1 << bits) - 1);
  const half = 1 << (bits - 1);
  return rest > half || (rest === half && kept & 1) ? kept + 1 : kept;
}

function clampBig(value, low, high) {
  return value < low ? low : value > high ? high : value;
}
