// Draws the charts of a page. An element says which one and where its data are: <div data-chart="scatter" data-source="/data/…">.
// Each kind is a module of charts/ with one function, options(data, style, element), which gives the options of ECharts.
import { isDark } from './theme.js';
import { styleOf } from './chart-style.js';

const drawn = new Map();
const loading = new Map();
let library = null;

export function drawCharts(root) {
  for (const element of root.querySelectorAll('[data-chart]')) {
    if (!drawn.has(element)) draw(element);
  }
}

/** Draws one chart again, with other data. */
export async function redraw(element, source) {
  element.dataset.source = source;
  await draw(element);
}

document.addEventListener('themechange', () => drawn.forEach((_, element) => draw(element)));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawn.forEach((_, element) => draw(element)));
new MutationObserver(() => drawn.forEach((chart, element) => { if (!element.isConnected) { chart?.dispose(); drawn.delete(element); } }))
  .observe(document.body, { childList: true, subtree: true });

async function draw(element) {
  drawn.set(element, drawn.get(element) ?? null);
  element.setAttribute('aria-busy', 'true');
  try {
    const [echarts, kind, data] = await Promise.all([loadLibrary(), import(`./charts/${element.dataset.chart}.js`), loadData(element)]);
    const arrived = performance.now();
    const chart = drawn.get(element) ?? echarts.init(element, null, { renderer: 'canvas' });
    drawn.set(element, chart);
    chart.setOption({ ...styleOf(isDark()).base, ...kind.options(data, styleOf(isDark()), element, chart) }, { notMerge: true });
    kind.attach?.(chart, data, element);
    if (!element.dataset.madeResize) {
      element.dataset.madeResize = '1';
      new ResizeObserver(() => drawn.get(element)?.resize()).observe(element);
    }
    element.dataset.drawn = String(Math.round((performance.now() - arrived) * 10) / 10);
    element.dispatchEvent(new CustomEvent('drawn', { bubbles: true, detail: { chart, data } }));
  } catch (error) {
    element.textContent = error.message;
    element.classList.add('chart-error');
  } finally {
    element.removeAttribute('aria-busy');
  }
}

async function loadData(element) {
  if (!element.dataset.source) return JSON.parse(element.querySelector('template')?.innerHTML ?? 'null');
  return loadOnce(element.dataset.source);
}

/** Loads an address; charts that are drawn at the same time from the same data share one request. */
function loadOnce(source) {
  if (!loading.has(source)) loading.set(source, load(source).finally(() => loading.delete(source)));
  return loading.get(source);
}

async function load(source) {
  const answer = await fetch(source, { headers: { accept: 'application/json' } });
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error((await answer.text()) || 'The data of this chart could not be read: load the page again.');
  return answer.json();
}

function loadLibrary() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = new URL('./echarts.js', import.meta.url);
    script.onload = () => done(window.echarts);
    script.onerror = () => failed(new Error('The chart library could not be read: load the page again.'));
    document.head.append(script);
  });
  return library;
}
