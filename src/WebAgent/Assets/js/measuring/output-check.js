import { numberOfHalf } from './element-types.js';
import { expectedOf, toleranceOf } from './input-values.js';
import { JobFailure } from './job-failure.js';

/** Throws unless every output is finite, and as expected where the model says what is. `outputs` have their name, type and data in the memory of the host. */
export function requireOutputs(outputs, metadata) {
  for (const { name, type, data } of outputs) {
    requireFinite(name, type, data);
    const expected = expectedOf(name, metadata);
    if (expected !== null) requireExpected(name, type, data, expected, toleranceOf(metadata));
  }
}

function requireFinite(name, type, data) {
  if (!type.startsWith('float')) return;
  const number = numbersOf(type, data);
  for (let at = 0; at < data.length; at++) {
    if (!Number.isFinite(number(data[at])))
      throw new JobFailure('INVALID_OUTPUT', `The output '${name}' holds NaN or infinity for the inputs that it was given; check the weights of the model, or give its inputs another range.`);
  }
}

function requireExpected(name, type, data, bytes, tolerance) {
  const found = ArrayBuffer.isView(data) ? data.byteLength : 0;
  if (found !== bytes.length)
    throw new JobFailure('INVALID_OUTPUT', `The output '${name}' has ${found} bytes, and ${bytes.length} were expected: give the expected outputs of these inputs.`);
  const expected = new data.constructor(bytes.buffer);
  const allowed = type.startsWith('float') ? tolerance : 0;
  const number = numbersOf(type, data);
  let worst = null;
  for (let at = 0; at < expected.length; at++) {
    const [one, other] = [number(data[at]), number(expected[at])];
    const difference = Math.abs(one - other);
    const excess = difference - allowed * (1 + Math.abs(other));
    if (excess > (worst?.excess ?? 0)) worst = { at, difference, excess };
  }
  if (worst === null) return;
  throw new JobFailure('INVALID_OUTPUT',
    `The output '${name}' differs from the expected one by ${short(worst.difference)} at element ${worst.at}, more than the tolerance ${short(allowed)} allows: check the model, or give a larger --check-tolerance.`);
}

function numbersOf(type, data) {
  return type === 'float16' && data instanceof Uint16Array ? numberOfHalf : Number;
}

function short(number) {
  return String(Number(number.toPrecision(4)));
}
