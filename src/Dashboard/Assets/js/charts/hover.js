// Shows the point nearest to the pointer of a chart with many points. ECharts looks through all points at every move and draws again what it marks; here the points stand
// in a grid of pixels, and the mark and the text are elements above the canvas: a move costs some microseconds, whatever the number of points.

const reach = 14;
const states = new WeakMap();

/**
 * @param chart the chart of ECharts
 * @param element its element; it has the class hoverable
 * @param points { x, y, describe(i) → [headline, text], href(i) → address or null }
 */
export function showNearest(chart, element, points) {
  let state = states.get(element);
  if (!state) {
    state = { ring: add(element, 'hover-ring'), card: add(element, 'hover-card'), current: -1, grid: null };
    states.set(element, state);
    listen(chart, element, state);
  }
  state.points = points;
  state.grid = null;
  hide(element, state);
}

function listen(chart, element, state) {
  const forget = () => { state.grid = null; hide(element, state); };
  chart.on('datazoom', forget);
  new ResizeObserver(forget).observe(element);
  // Moves come more often than frames: each frame looks at the last of them.
  let last = null;
  element.addEventListener('mousemove', event => {
    if (event.buttons) return hide(element, state);
    if (last === null) requestAnimationFrame(() => {
      if (last === null) return;
      const box = element.getBoundingClientRect();
      const [x, y] = [last.clientX - box.left, last.clientY - box.top];
      last = null;
      show(element, state, nearest(chart, state, x, y));
    });
    last = event;
  });
  element.addEventListener('mouseleave', () => { last = null; hide(element, state); });
  let pressed = null;
  element.addEventListener('mousedown', event => { pressed = [event.clientX, event.clientY]; });
  element.addEventListener('click', event => {
    const box = element.getBoundingClientRect();
    const point = nearest(chart, state, event.clientX - box.left, event.clientY - box.top);
    const dragged = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4;
    const address = point >= 0 && !dragged ? state.points.href(point) : null;
    if (!address) return show(element, state, point);
    if (event.ctrlKey || event.metaKey) open(address, '_blank', 'noopener');
    else location.href = address;
  });
}

function nearest(chart, state, x, y) {
  state.grid ??= gridOf(chart, state.points);
  const { cells, columns, px, py } = state.grid;
  let best = -1;
  let least = reach * reach;
  const [column, row] = [Math.floor(x / reach), Math.floor(y / reach)];
  for (let r = row - 1; r <= row + 1; r++) {
    for (let c = column - 1; c <= column + 1; c++) {
      for (const i of cells.get(r * columns + c) ?? []) {
        const distance = (px[i] - x) ** 2 + (py[i] - y) ** 2;
        if (distance < least) { least = distance; best = i; }
      }
    }
  }
  return best;
}

// Both axes are linear: two points of the chart say where all are.
function gridOf(chart, { x, y }) {
  const at = (a, b) => chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [a, b]);
  const [x0, x1, y0, y1] = [...rangeOf(x), ...rangeOf(y)];
  const [low, high] = [at(x0, y0), at(x1, y1)];
  const [sx, sy] = [(high[0] - low[0]) / (x1 - x0), (high[1] - low[1]) / (y1 - y0)];
  const area = chart.getModel().getComponent('grid', 0).coordinateSystem.getRect();
  const columns = Math.ceil(chart.getWidth() / reach) + 2;
  const cells = new Map();
  const px = new Float32Array(x.length);
  const py = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    px[i] = low[0] + (x[i] - x0) * sx;
    py[i] = low[1] + (y[i] - y0) * sy;
    if (px[i] < area.x - 1 || px[i] > area.x + area.width + 1 || py[i] < area.y - 1 || py[i] > area.y + area.height + 1) continue;
    const key = Math.floor(py[i] / reach) * columns + Math.floor(px[i] / reach);
    const cell = cells.get(key);
    if (cell) cell.push(i);
    else cells.set(key, [i]);
  }
  return { cells, columns, px, py };
}

function rangeOf(values) {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return max > min ? [min, max] : [min, min + 1];
}

function show(element, state, point) {
  if (point === state.current) return;
  if (point < 0) return hide(element, state);
  state.current = point;
  const { px, py } = state.grid;
  const { ring, card } = state;
  const [headline, text] = state.points.describe(point);
  const head = document.createElement('b');
  head.textContent = headline;
  card.replaceChildren(head, text);
  ring.hidden = card.hidden = false;
  element.classList.add('on-point');
  ring.style.transform = `translate(${px[point]}px, ${py[point]}px)`;
  const [width, height] = [card.offsetWidth, card.offsetHeight];
  const left = px[point] + 14 + width > element.clientWidth ? Math.max(px[point] - 14 - width, 0) : px[point] + 14;
  const top = Math.min(Math.max(py[point] - height / 2, 0), element.clientHeight - height);
  card.style.transform = `translate(${left}px, ${top}px)`;
}

function hide(element, state) {
  state.current = -1;
  state.ring.hidden = state.card.hidden = true;
  element.classList.remove('on-point');
}

function add(element, name) {
  const made = document.createElement('div');
  made.className = name;
  made.hidden = true;
  element.append(made);
  return made;
}
