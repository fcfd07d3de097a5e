import { catchConsole } from './console-log.js';
import { JobFailure, detailOf } from './job-failure.js';
import { sessionOptions } from './session-settings.js';

const fallback = 'fallback to cpu ep has been explicitly disabled';
const placement = /placed on \[CPUExecutionProvider\]\. Number of nodes: \d+(?<rest>[\s\S]*)/i;
const noKernel = /kernel not found in registries for Op type: (\w+)/g;
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
  const level = ort.env.logLevel;
  const log = await catchConsole(async () => {
    try {
      ort.env.logLevel = 'verbose';
      const { extra, preferredOutputLocation, ...options } = sessionOptions(target, model.weights);
      const session = await ort.InferenceSession.create(model.graph, { ...options, logSeverityLevel: 0, logVerbosityLevel: 1 });
      await session.release();
    } catch {
      // Then what the log has by now is all that is known.
    } finally {
      ort.env.logLevel = level;
    }
  });
  return namesIn(log.join('\n'));
}

/** The operators in a log of the runtime: those without a kernel, and those in the list of nodes on the CPU, `Conv (name)` a line. */
export function namesIn(log) {
  const names = new Set();
  for (const match of log.matchAll(noKernel)) names.add(match[1]);
  const part = placement.exec(log)?.groups.rest.split(/placed on \[/i)[0] ?? '';
  for (const match of part.matchAll(/\b([A-Z][A-Za-z0-9]+) \([^()\n]*\)/g)) names.add(match[1]);
  return [...names].slice(0, maxNames);
}
