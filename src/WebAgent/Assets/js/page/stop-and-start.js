import * as settings from '../storage/settings.js';
import { once } from './once.js';

const key = 'stopped';

/** Runs the loop whenever the person has not stopped it, also in an earlier page. Never ends but by an error. */
export async function runUnlessStopped(view, loop, show, ended) {
  while (true) {
    if (settings.read(key) === true) await started(view, show);
    await runUntilStopped(view, loop, show);
    ended();
  }
}

async function runUntilStopped(view, loop, show) {
  const stop = new AbortController();
  const ask = () => {
    settings.write(key, true);
    show({ isStopping: true, phase: 'stopping' });
    stop.abort(new DOMException('The person stopped it.', 'AbortError'));
  };
  view.parts.stop.addEventListener('click', ask, { once: true });
  try {
    await loop.run(stop.signal);
  } finally {
    view.parts.stop.removeEventListener('click', ask);
    show({ isStopping: false });
  }
}

async function started(view, show) {
  show({ phase: 'stopped', connection: null });
  await once(view.parts.go, 'click');
  settings.write(key, false);
  show({ phase: 'connecting' });
}
