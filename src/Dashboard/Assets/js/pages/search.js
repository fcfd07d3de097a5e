// Keeps the charts of a search current: they are drawn again when its live part says that something was suggested, reported or measured.
import { redraw } from '../charts.js';
import { start as reloadOnState } from './reload.js';

export function start(element) {
  reloadOnState(element);
  const mark = () => element.querySelector('[data-mark]')?.dataset.mark;
  let shown = mark();
  new MutationObserver(() => {
    const now = mark();
    if (now === undefined || now === shown) return;
    shown = now;
    for (const chart of document.querySelectorAll('[data-chart][data-source^="/data/search"]')) redraw(chart, chart.dataset.source);
  }).observe(element, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-mark'] });
}
