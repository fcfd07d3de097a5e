/**
 * Waits for a time, or until one of the events.
 * @param {AbortSignal | null} signal throws its reason where it is aborted.
 * @param {[EventTarget, string][]} events
 */
export function delay(milliseconds, signal = null, events = []) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const end = done => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      for (const [target, name] of events) target.removeEventListener(name, wake);
      done();
    };
    const wake = () => end(resolve);
    const abort = () => end(() => reject(signal.reason));
    const timer = setTimeout(wake, milliseconds);
    signal?.addEventListener('abort', abort);
    for (const [target, name] of events) target.addEventListener(name, wake);
  });
}
