// The latencies of two targets for the same architectures, with the line of equal latencies and that of the median ratio.
import { showNearest } from './hover.js';
import { cellAddress, describe, digits } from './architectures.js';

export function options(data, style) {
  const many = data.a_ms.length > 3000;
  const points = new Float64Array(2 * data.a_ms.length);
  let [min, max] = [Infinity, 0];
  const highest = data.b_ms.reduce((most, value) => Math.max(most, value), 0);
  for (let i = 0; i < data.a_ms.length; i++) {
    points[2 * i] = data.a_ms[i];
    points[2 * i + 1] = data.b_ms[i];
    min = Math.min(min, data.a_ms[i]);
    max = Math.max(max, data.a_ms[i]);
  }
  const line = (name, ratio, type, color) => ({
    name, type: 'line', symbol: 'none', silent: true, data: [[min, min * ratio], [Math.min(max, highest / ratio), Math.min(max * ratio, highest)]], lineStyle: { color, type, width: 1.8 }, itemStyle: { color }, z: 3,
  });
  return {
    grid: { left: 62, right: 24, top: 34, bottom: 92 },
    legend: { top: 0, textStyle: { color: style.colors.text }, data: [{ name: 'equal latencies', icon: 'path://M0,0 h6 v3 h-6 z M9,0 h6 v3 h-6 z M18,0 h6 v3 h-6 z' }, { name: 'median ratio', icon: 'path://M0,0 h22 v3 h-22 z' }] },
    xAxis: style.axis(`${short(data.a)}, ms`),
    yAxis: style.axis(`${short(data.b)}, ms`, { nameGap: 42 }),
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none' },
      { type: 'slider', xAxisIndex: 0, filterMode: 'none', height: 20, bottom: 12, showDataShadow: false, borderColor: style.colors.grid, labelFormatter: digits, textStyle: { color: style.colors.text } },
    ],
    series: [
      { name: 'architectures', type: 'scatter', large: true, largeThreshold: 2000, silent: true, dimensions: ['a', 'b'], symbolSize: many ? 3.5 : 6, itemStyle: { color: style.colors.blue, opacity: many ? 0.55 : 0.8 }, data: points },
      line('equal latencies', 1, 'dashed', style.colors.grey),
      line('median ratio', data.median_ratio, 'solid', style.colors.orange),
    ],
  };
}

export function attach(chart, data, element) {
  showNearest(chart, element, {
    x: data.a_ms, y: data.b_ms,
    describe: i => [`${digits(data.a_ms[i])} ms and ${digits(data.b_ms[i])} ms`, `ratio ${digits(data.b_ms[i] / data.a_ms[i])}\n${describe(data, i)}`],
    href: i => cellAddress(data, i),
  });
}

const short = text => text.length > 48 ? text.slice(0, 47) + '…' : text;
