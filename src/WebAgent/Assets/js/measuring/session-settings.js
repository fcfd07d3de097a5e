import { JobFailure } from './job-failure.js';
import { familyOf } from './runtimes.js';

const levels = {
  GRAPH_OPTIMIZATION_UNSPECIFIED: 'all', GRAPH_OPTIMIZATION_ALL: 'all', GRAPH_OPTIMIZATION_EXTENDED: 'extended', GRAPH_OPTIMIZATION_BASIC: 'basic', GRAPH_OPTIMIZATION_DISABLED: 'disabled',
};

const webnnDevices = { 'webnn-cpu': 'cpu', 'webnn-gpu': 'gpu', 'webnn-npu': 'npu' };

export function isResident(target) {
  return target.ioMode === 'IO_MODE_RESIDENT';
}

/** The options of a session for a target. On a provider other than WebAssembly no operator may fall back to the CPU. */
export function sessionOptions(target, weights) {
  const level = levels[target.graphOptimization ?? 'GRAPH_OPTIMIZATION_ALL'];
  if (level === undefined) throw new JobFailure('TARGET_UNSUPPORTED', `The graph optimisation level '${target.graphOptimization}' is not known; disabled, basic, extended and all are.`);
  const options = {
    executionProviders: [providerOptions(target.executionProvider)],
    executionMode: 'sequential',
    graphOptimizationLevel: level,
    intraOpNumThreads: target.threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  };
  if (target.executionProvider !== 'wasm') options.extra = { session: { disable_cpu_ep_fallback: '1' } };
  if (isResident(target)) options.preferredOutputLocation = 'gpu-buffer';
  if (weights !== null) options.externalData = [{ path: weights.fileName, data: weights.data }];
  return options;
}

/** The same settings as they are recorded: `key=value`, sorted. */
export function describeSettings(target) {
  const settings = [
    'execution_mode=sequential',
    `graph_optimization_level=${levels[target.graphOptimization ?? 'GRAPH_OPTIMIZATION_ALL']}`,
    'inter_op_num_threads=1',
    `intra_op_num_threads=${target.threads}`,
  ];
  if (target.executionProvider !== 'wasm')
    settings.push(`execution_provider=${target.executionProvider}`, `io_mode=${isResident(target) ? 'resident' : 'host'}`, 'session.disable_cpu_ep_fallback=1');
  return settings.sort();
}

function providerOptions(provider) {
  return familyOf(provider) === 'webnn' ? { name: 'webnn', deviceType: webnnDevices[provider] } : provider;
}
