import { delay } from '../coordinator/delay.js';
import { JobFailure } from './job-failure.js';

const attempts = 21;
const pauseMilliseconds = 500;

/** Throws unless the browser offers a graphics adapter. One whose graphics process has ended takes a moment to start another. */
export async function requireAdapter(request = async () => await navigator.gpu?.requestAdapter(), pause = pauseMilliseconds) {
  for (let attempt = 1; ; attempt++) {
    if (await request().catch(() => null)) return;
    if (attempt === attempts) throw new JobFailure('TARGET_UNSUPPORTED', 'The browser has no graphics adapter any more, so it cannot measure with WebGPU: restart the browser.');
    await delay(pause);
  }
}
