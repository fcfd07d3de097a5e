// Predicted over measured latency: labels that were trained on, labels held out with their intervals, and bands of 5 and 10 percent.
const maxTrainedBars = 300;

export function options(data, style) {
  const c = style.colors;
  const all = data.measured_ms.map((_, i) => i);
  const heldOut = all.filter(i => data.held_out[i]);
  const trained = all.filter(i => !data.held_out[i]);
  const [low, high] = range(data);
  const many = all.length > 2000;
  const axis = (name, more) => style.axis(name, { min: low, max: high, scale: false, ...more });
  return {
    tooltip: { ...style.tooltip, trigger: 'item', formatter: point => point.value?.[2] === undefined ? '' : describe(data, point.value[2]) },
    legend: { top: 0, textStyle: { color: c.text }, data: ['trained on', 'held out'] },
    grid: { left: 68, right: 24, top: 34, bottom: 54 },
    xAxis: axis('measured latency (ms)'),
    yAxis: axis('predicted latency (ms)', { nameGap: 46 }),
    dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'none' }, { type: 'inside', yAxisIndex: 0, filterMode: 'none' }],
    series: [
      band(low, high, 0.10, c.blue, 0.07),
      band(low, high, 0.05, c.blue, 0.11),
      { type: 'line', data: [[low, low], [high, high]], showSymbol: false, silent: true, lineStyle: { color: c.grey, width: 1, type: 'dashed' }, z: 1 },
      bars(data, [...(trained.length <= maxTrainedBars ? trained : [])], c.grey, 0.35),
      bars(data, heldOut, c.orange, many ? 0.18 : 0.5),
      points('trained on', data, trained, many ? c.grey : c.blue, many ? 3 : 6, many ? 0.45 : 0.75),
      points('held out', data, heldOut, c.orange, many ? 4 : 8, 0.9),
    ],
  };
}

export function attach(chart, data) {
  chart.off('click');
  chart.on('click', point => {
    const i = point.value?.[2];
    if (i !== undefined) location.href = `/cells?space=${encodeURIComponent(data.space)}&arch=${encodeURIComponent(data.architecture[i])}`;
  });
}

function points(name, data, indexes, color, size, opacity) {
  return {
    name, type: 'scatter', symbolSize: size, itemStyle: { color, opacity }, cursor: 'pointer', z: 3, large: indexes.length > 2000, largeThreshold: 2000,
    data: indexes.map(i => [data.measured_ms[i], data.predicted_ms[i], i]),
  };
}

function bars(data, indexes, color, opacity) {
  return {
    type: 'custom', silent: true, z: 2, clip: true, progressive: 4000,
    data: indexes.map(i => [data.measured_ms[i], data.low_ms[i], data.high_ms[i]]),
    renderItem: (_, api) => {
      const [x, top] = api.coord([api.value(0), api.value(2)]);
      const bottom = api.coord([api.value(0), api.value(1)])[1];
      return { type: 'line', shape: { x1: x, y1: top, x2: x, y2: bottom }, style: { stroke: color, lineWidth: 1, opacity } };
    },
  };
}

function band(low, high, share, color, opacity) {
  return {
    type: 'custom', silent: true, z: 0, clip: true, data: [[low, high]],
    renderItem: (_, api) => ({
      type: 'polygon',
      shape: { points: [[low, low * (1 - share)], [high, high * (1 - share)], [high, high * (1 + share)], [low, low * (1 + share)]].map(corner => api.coord(corner)) },
      style: { fill: color, opacity },
    }),
  };
}

function range(data) {
  let low = Infinity;
  let high = 0;
  for (const column of [data.measured_ms, data.predicted_ms]) for (const value of column) { low = Math.min(low, value); high = Math.max(high, value); }
  const step = niceStep(high - low || high);
  return [Math.max(0, Math.floor(low / step - 0.3) * step), Math.ceil(high / step + 0.3) * step].map(value => Number(value.toPrecision(10)));
}

function niceStep(width) {
  const power = 10 ** Math.floor(Math.log10(width / 5));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => width / step <= 6);
}

export function describe(data, i) {
  const ms = value => `${value.toPrecision(4)} ms`;
  const error = 100 * (data.predicted_ms[i] / data.measured_ms[i] - 1);
  return [
    data.architecture[i],
    `measured   ${ms(data.measured_ms[i])}`,
    `predicted  ${ms(data.predicted_ms[i])}  (${error >= 0 ? '+' : '−'}${Math.abs(error).toFixed(1)} %)`,
    `90 % interval  ${ms(data.low_ms[i])} to ${ms(data.high_ms[i])}`,
    data.held_out[i] ? 'held out' : 'trained on',
  ].join('\n');
}
