// The latencies of a target against the published cost of the architectures.
import { showNearest } from './hover.js';
import { cellAddress, describe, digits, scaled } from './architectures.js';

const verdicts = ['pending', 'valid', 'suspect', 'failed', 'cancelled'];

export function options(data, style, element) {
  const cost = costOf(data, element);
  const groups = data.verdicts ? [...new Set(data.verdicts)].sort() : [1];
  const colours = { 0: style.colors.grey, 1: style.colors.blue, 2: style.colors.orange, 3: style.colors.red, 4: style.colors.grey };
  return {
    grid: { left: 62, right: 24, top: groups.length > 1 ? 34 : 18, bottom: 92 },
    legend: groups.length > 1 ? { top: 0, textStyle: { color: style.colors.text } } : { show: false },
    xAxis: style.axis(element.dataset.cost === 'parameters' ? 'Parameters' : 'Multiply-accumulates of one image', { axisLabel: { color: style.colors.text, fontSize: 11, hideOverlap: true, formatter: scaled } }),
    yAxis: style.axis('Latency in ms', { nameGap: 42 }),
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none' },
      { type: 'inside', yAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'shift' },
      { type: 'slider', xAxisIndex: 0, filterMode: 'none', height: 20, bottom: 12, showDataShadow: false, borderColor: style.colors.grid, labelFormatter: scaled, textStyle: { color: style.colors.text } },
    ],
    series: groups.map(verdict => ({
      name: verdicts[verdict], type: 'scatter', large: true, largeThreshold: 2000, silent: true, dimensions: ['cost', 'latency'],
      symbolSize: data.latency_ms.length > 3000 ? 3.5 : data.latency_ms.length > 300 ? 5 : 8,
      itemStyle: { color: colours[verdict], opacity: data.latency_ms.length > 3000 ? 0.55 : 0.8 },
      data: pairs(cost, data.latency_ms, data.verdicts ? i => data.verdicts[i] === verdict : () => true),
    })),
  };
}

export function attach(chart, data, element) {
  showNearest(chart, element, {
    x: costOf(data, element), y: data.latency_ms,
    describe: i => [headline(data, i), `${scaled(data.macs[i])} MACs, ${scaled(data.parameters[i])} parameters\n${describe(data, i)}`],
    href: i => data.measurements ? `/measurements/${data.measurements[i]}` : cellAddress(data, i),
  });
}

function headline(data, i) {
  const latency = `${digits(data.latency_ms[i])} ms`;
  if (!data.low_ms) return latency;
  const verdict = data.verdicts[i] === 1 ? '' : `, ${verdicts[data.verdicts[i]]}`;
  return `${latency} (${digits(data.low_ms[i])}–${digits(data.high_ms[i])})${verdict}`;
}

const costOf = (data, element) => element.dataset.cost === 'parameters' ? data.parameters : data.macs;

function pairs(x, y, isIn) {
  const points = new Float64Array(2 * x.length);
  let length = 0;
  for (let i = 0; i < x.length; i++) {
    if (!isIn(i)) continue;
    points[length++] = x[i];
    points[length++] = y[i];
  }
  return points.subarray(0, length);
}
