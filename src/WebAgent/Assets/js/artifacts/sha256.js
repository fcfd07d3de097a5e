// SHA-256 (FIPS 180-4). Pages that came over plain HTTP from another machine have no crypto.subtle.

const primes = [];
for (let candidate = 2; primes.length < 64; candidate++) {
  if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate);
}
const fraction = value => ((value - Math.floor(value)) * 2 ** 32) | 0;
const roundConstants = Int32Array.from(primes, prime => fraction(Math.cbrt(prime)));
const initial = Int32Array.from(primes.slice(0, 8), prime => fraction(Math.sqrt(prime)));

/** The SHA-256 of bytes in hexadecimal digits. */
export async function sha256Of(bytes) {
  if (globalThis.crypto?.subtle) return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  return hex(digest(bytes));
}

/** The same without the browser's own. */
export function digest(bytes) {
  const state = Int32Array.from(initial);
  const words = new Int32Array(64);
  const whole = bytes.length - bytes.length % 64;
  for (let at = 0; at < whole; at += 64) compress(state, words, bytes, at);
  const tail = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[bytes.length - whole] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(tail.length - 4, (bytes.length * 8) >>> 0);
  for (let at = 0; at < tail.length; at += 64) compress(state, words, tail, at);
  const result = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => result.setInt32(4 * index, word));
  return new Uint8Array(result.buffer);
}

function compress(state, words, bytes, at) {
  for (let index = 0; index < 16; index++, at += 4) words[index] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  for (let index = 16; index < 64; index++) {
    const [early, late] = [words[index - 15], words[index - 2]];
    const small0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const small1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[index] = (words[index - 16] + small0 + words[index - 7] + small1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let index = 0; index < 64; index++) {
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + roundConstants[index] + words[index]) | 0;
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => { state[index] += word; });
}

function rotate(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}

function hex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
