/** The settings of a job's protocol that a worker needs, in plain numbers. */
export function protocolOf(protocol) {
  return {
    minBlockMilliseconds: millisecondsOf(protocol.minBlockDuration, 6),
    minBlockSamples: protocol.minBlockSamples || 5,
    maxWarmUpInferences: protocol.maxWarmUpInferences || 20,
    timeoutMilliseconds: millisecondsOf(protocol.modelTimeout, 60_000),
  };
}

/** A duration as JSON writes it, `0.006s`. */
function millisecondsOf(duration, otherwise) {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(duration ?? '');
  return seconds ? Number(seconds[1]) * 1000 : otherwise;
}
