/** Ends a job with a failure that is recorded as its outcome. */
export class JobFailure extends Error {
  /** @param {string} reason the end of a name of FailureReason, such as `MODEL_REJECTED`. */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }

  toOutcome() {
    return { failure: { reason: `FAILURE_REASON_${this.reason}`, message: this.message } };
  }
}

const maxLength = 600;
// An overflow is that of a size which 32 bits do not hold.
const memoryWords = ['bad_alloc', 'failed to allocate', 'out of memory', 'allocation failed', 'cannot enlarge memory', 'invalid typed array length', 'invalid array buffer length', 'could not allocate', 'safeintonoverflow'];
const fatalWords = ['aborted(', 'unreachable', 'memory access out of bounds', 'null function', 'device lost', 'device is lost', 'external instance reference no longer exists', 'table index is out of bounds', 'stack size exceeded'];

/** Turns what the runtime throws into a reason and one sentence. */
export function classify(error) {
  if (error instanceof JobFailure) return error;
  const detail = detailOf(error);
  const lower = detail.toLowerCase();
  if (memoryWords.some(word => lower.includes(word))) return new JobFailure('OUT_OF_MEMORY', `The model needs more memory than the browser gives a page: ${detail}`);
  if (isFatal(error)) return new JobFailure('RUNNER_CRASHED', `The runtime in the browser ended while it had this model: ${detail}`);
  return new JobFailure('MODEL_REJECTED', `ONNX Runtime cannot run the model: ${detail}`);
}

/** Determines whether the runtime cannot be used after what it threw. */
export function isFatal(error) {
  if (error?.isFatal === true || (typeof WebAssembly !== 'undefined' && error instanceof WebAssembly.RuntimeError)) return true;
  const lower = String(error?.message ?? error).toLowerCase();
  return fatalWords.some(word => lower.includes(word)) || memoryWords.some(word => lower.includes(word));
}

/** The message of the runtime on one line, without codes and the full stop. */
export function detailOf(error) {
  let line = String(error?.message ?? error).split(/\s+/).filter(part => part.length > 0).join(' ');
  const message = line.lastIndexOf('ERROR_MESSAGE: ');
  if (message >= 0) line = line.slice(message + 'ERROR_MESSAGE: '.length);
  line = line.replace(/^"|"$/g, '');
  return line.length <= maxLength ? line.replace(/\.+$/, '') : line.slice(0, maxLength) + '…';
}
