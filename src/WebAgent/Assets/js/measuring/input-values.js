import { JobFailure } from './job-failure.js';

/** The values of an input, as the metadata of a model have them: `uniform -1 1`, `integers 0 29999`, `ones`, `zeros`, `data …`. */
export function valuesOf(name, metadata) {
  const text = metadata.get(`latbench.input.${name}`);
  if (text === undefined) return { kind: 'unsaid', low: -1, high: 1 };
  const [kind, first, second, ...rest] = text.split(' ');
  if (kind === 'ones' && first === undefined) return { kind: 'uniform', low: 1, high: 1 };
  if (kind === 'zeros' && first === undefined) return { kind: 'uniform', low: 0, high: 0 };
  if (kind === 'data' && first !== undefined && second === undefined) return { kind: 'data', low: 0, high: 0 };
  if ((kind === 'uniform' || kind === 'integers') && rest.length === 0) {
    const [low, high] = [numberOf(first), numberOf(second)];
    if (low <= high) return { kind, low, high };
  }
  throw new JobFailure('MODEL_REJECTED', `The values '${text}' of the input '${name}' are not known to this agent: reload the page for the agent of the coordinator's version.`);
}

/** The shape of an input whose dimensions are free in the graph; null where the metadata have none. */
export function shapeOf(name, metadata) {
  const text = metadata.get(`latbench.shape.${name}`);
  if (text === undefined) return null;
  const dimensions = text.length === 0 ? [] : text.split(',').map(part => /^[0-9]+$/.test(part) ? Number(part) : -1);
  if (dimensions.every(dimension => dimension >= 0)) return dimensions;
  throw new JobFailure('MODEL_REJECTED', `The shape '${text}' of the input '${name}' is not known to this agent: reload the page for the agent of the coordinator's version.`);
}

/** The values of an input that came from a file: its elements, little-endian. */
export function dataOf(name, metadata) {
  const data = bytesOf(`latbench.data.${name}`, metadata);
  if (data === null) throw new JobFailure('MODEL_REJECTED', `The model has no values for the input '${name}', which it should have from a file: submit it again.`);
  return data;
}

/** Texts of a file: each is in UTF-8, followed by a zero byte. */
export function textsOf(bytes) {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\0').slice(0, -1);
}

/** The expected values of an output; null where there are none. */
export function expectedOf(name, metadata) {
  return bytesOf(`latbench.expected.${name}`, metadata);
}

/** The difference that is allowed to expected values. */
export function toleranceOf(metadata) {
  const tolerance = numberOf(metadata.get('latbench.tolerance'));
  return Number.isNaN(tolerance) ? 0 : tolerance;
}

function bytesOf(key, metadata) {
  const text = metadata.get(key);
  return text === undefined ? null : Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

function numberOf(text) {
  return text === undefined || text.trim().length === 0 ? NaN : Number(text);
}
