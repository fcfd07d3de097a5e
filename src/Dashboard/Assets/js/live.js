// Keeps the live regions of a page current: the coordinator sends the new content of a region where it has changed.
import { patch } from './patch.js';

const hidden = () => document.visibilityState === 'hidden';

export function keepLive(changed) {
  const regions = new Map([...document.querySelectorAll('[data-live]')].map(region => [region.dataset.live, region]));
  if (regions.size === 0) return;
  const address = '/live?' + [...regions.keys()].map(topic => 'topic=' + encodeURIComponent(topic)).join('&');
  const notice = document.querySelector('[data-connection]');
  let source = null;
  let retry = null;

  const open = () => {
    clearTimeout(retry);
    if (source !== null || hidden()) return;
    source = new EventSource(address);
    source.onopen = () => { notice.hidden = true; };
    source.onmessage = event => {
      const { topic, html } = JSON.parse(event.data);
      const region = regions.get(topic);
      if (patch(region, html)) changed(region);
    };
    source.onerror = () => {
      notice.hidden = false;
      if (source.readyState === EventSource.CLOSED) {
        close();
        retry = setTimeout(reopen, 2000);
      }
    };
  };
  const close = () => { source?.close(); source = null; };

  // The browser gives up on an answer that is no stream: the token was revoked, or another version of LatBench answers.
  const reopen = async () => {
    const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
    if (answer?.status === 401 || answer?.status === 400) location.reload();
    else open();
  };

  // Browsers have six connections to one address: a tab that is not seen needs none.
  document.addEventListener('visibilitychange', () => { if (hidden()) close(); else open(); });
  addEventListener('pagehide', close);
  open();
}
