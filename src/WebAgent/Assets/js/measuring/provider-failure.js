import { JobFailure, detailOf } from './job-failure.js';
import { sessionOptions } from './session-settings.js';

const fallback = 'fallback to cpu ep has been explicitly disabled';
const placement = /placed on \[CPUExecutionProvider\]\. Number of nodes: \d+(?<rest>[\s\S]*)/i;
const maxNames = 5;

/** Says in one sentence why a provider does not run a model, with the operators that it does not take. */
export async function explainFallback(ort, error, model, target) {
  const detail = detailOf(error);
  if (!detail.toLowerCase().includes(fallback)) return new JobFailure('MODEL_REJECTED', `The execution provider '${target.executionProvider}' cannot run the model: ${detail}`);
  const operators = await operatorsLeft(ort, model, target);
  return new JobFailure('MODEL_REJECTED', operators.length === 0
    ? `The execution provider '${target.executionProvider}' does not take every operator of the model, and none may fall back to the CPU.`
    : `The execution provider '${target.executionProvider}' does not take ${operators.length === 1 ? 'the operator' : 'the operators'} ${operators.join(', ')} of the model, and none may fall back to the CPU.`);
}

/** The operators that stay on the CPU where that is allowed: the runtime says so in its log alone, which is caught for one session. */
async function operatorsLeft(ort, model, target) {
  const lines = [];
  const methods = ['log', 'info', 'debug', 'warn', 'error'];
  const kept = methods.map(method => console[method]);
  for (const method of methods) console[method] = (...parts) => lines.push(parts.join(' '));
  const level = ort.env.logLevel;
  try {
    ort.env.logLevel = 'verbose';
    const { extra, ...options } = sessionOptions(target, model.weights);
    const session = await ort.InferenceSession.create(model.graph, { ...options, logSeverityLevel: 0, logVerbosityLevel: 1 });
    await session.release();
  } catch {
    // Then the operators stay unnamed.
  } finally {
    ort.env.logLevel = level;
    methods.forEach((method, index) => { console[method] = kept[index]; });
  }
  return namesIn(lines.join('\n'));
}

/** The operators in the part of the log that lists the nodes on the CPU: `Node placements … placed on [CPUExecutionProvider] … Conv (name)`. */
export function namesIn(log) {
  const names = new Set();
  const part = placement.exec(log)?.groups.rest.split(/placed on \[/i)[0] ?? '';
  for (const match of part.matchAll(/\b([A-Z][A-Za-z0-9]+) \([^()\n]*\)/g)) names.add(match[1]);
  return [...names].slice(0, maxNames);
}
