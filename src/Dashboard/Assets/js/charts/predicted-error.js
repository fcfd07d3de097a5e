// The error of each prediction in percent of the measured latency, over the measured latency; what is beyond the axis stands at its edge.
import { attach as openCell, describe } from './predicted.js';

export function options(data, style) {
  const c = style.colors;
  const errors = data.measured_ms.map((measured, i) => 100 * (data.predicted_ms[i] / measured - 1));
  const limit = axisLimit(errors);
  const clamp = value => Math.max(-limit, Math.min(limit, value));
  const many = errors.length > 2000;
  const points = (name, heldOut, color, size, opacity) => ({
    name, type: 'scatter', symbolSize: size, itemStyle: { color, opacity }, cursor: 'pointer', z: heldOut ? 3 : 2, large: many && !heldOut, largeThreshold: 2000,
    data: errors.flatMap((error, i) => (data.held_out[i] === heldOut ? [[data.measured_ms[i], clamp(error), i]] : [])),
  });
  const area = (share, opacity) => ({ type: 'line', data: [], silent: true, markArea: { silent: true, itemStyle: { color: c.blue, opacity }, data: [[{ yAxis: -share }, { yAxis: share }]] } });
  return {
    tooltip: { ...style.tooltip, trigger: 'item', formatter: point => point.value?.[2] === undefined ? '' : describe(data, point.value[2]) },
    legend: { top: 0, textStyle: { color: c.text }, data: ['trained on', 'held out'] },
    grid: { left: 68, right: 24, top: 34, bottom: 54 },
    xAxis: style.axis('measured latency (ms)', { scale: true }),
    yAxis: style.axis('error of the prediction (%)', { min: -limit, max: limit, interval: limit % 3 === 0 ? limit / 3 : limit / 2, scale: false, nameGap: 42 }),
    dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'none' }],
    series: [
      area(10, 0.07), area(5, 0.11),
      points('trained on', 0, many ? c.grey : c.blue, many ? 3 : 6, many ? 0.45 : 0.75),
      points('held out', 1, c.orange, many ? 4 : 8, 0.9),
    ],
  };
}

export const attach = openCell;

/** Wide enough for all but one in a hundred, and for the band of ten percent. */
function axisLimit(errors) {
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  const most = sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * 0.99))];
  const wished = Math.min(sizes[sizes.length - 1], 1.5 * most);
  return [15, 20, 30, 40, 60, 80, 100, 150, 200, 300].find(limit => limit >= wished) ?? 600;
}
