// The raw samples of every pass, in the order in which they were taken: a strip for each pass, beside it the estimate with its interval.
import { digits } from './architectures.js';

export function options(data, style) {
  const colours = { counted: style.colors.blue, contended: style.colors.orange, 'left-out': style.colors.grey };
  const strips = { counted: [], contended: [], 'left-out': [] };
  const [low, high] = scaleOf(data.samples_ms, data.low_ms);
  let next = 0;
  data.numbers.forEach((number, pass) => {
    for (let i = 0; i < data.shown[pass]; i++, next++) {
      const sample = data.samples_ms[next];
      strips[data.states[pass]].push({
        value: [pass + 0.08 + 0.84 * (data.places[next] + 0.5) / data.taken[pass], Math.min(sample, high), number, data.places[next] + 1, sample],
        ...(sample > high ? { symbol: 'triangle', symbolSize: 8, symbolOffset: [0, 4] } : {}),
      });
    }
  });
  const present = Object.keys(strips).filter(state => strips[state].length > 0);
  return {
    grid: { left: 62, right: 20, top: 34, bottom: 50 },
    legend: { top: 0, textStyle: { color: style.colors.text }, data: present.map(state => state.replace('-', ' ')) },
    tooltip: { ...style.tooltip, formatter: ({ value }) => `${digits(value[4])} ms\nsample ${value[3]} of pass ${value[2]}` },
    xAxis: style.axis('Pass', {
      min: 0, max: data.numbers.length, interval: 0.5, scale: false, splitLine: { show: false }, axisTick: { show: false }, nameGap: 28,
      axisLabel: { color: style.colors.text, fontSize: 11, hideOverlap: true, formatter: value => Number.isInteger(value) ? '' : String(data.numbers[Math.floor(value)] ?? '') },
    }),
    yAxis: style.axis('Sample in ms', { nameGap: 42, min: low, max: high, axisLabel: { color: style.colors.text, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: value => Number(value.toPrecision(4)).toString() } }),
    series: present.map((state, place) => ({
      name: state.replace('-', ' '), type: 'scatter', data: strips[state], symbolSize: data.samples_ms.length > 1500 ? 3 : 5, itemStyle: { color: colours[state], opacity: 0.65 },
      ...(place === 0 && data.latency_ms !== null ? {
        markLine: { silent: true, symbol: 'none', animation: false, lineStyle: { color: style.colors.red, type: 'solid', width: 1.5 }, label: { show: false }, data: [{ yAxis: data.latency_ms }] },
        markArea: { silent: true, itemStyle: { color: style.colors.red, opacity: 0.14 }, data: [[{ yAxis: data.low_ms }, { yAxis: data.high_ms }]] },
      } : {}),
    })),
  };
}

// Samples that the machine interrupted must not press all others onto one line: the axis ends three times the distance of the quartiles above the third, and
// what lies above is a triangle at its end.
function scaleOf(samples, low) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = share => sorted[Math.floor((sorted.length - 1) * share)];
  const least = Math.min(sorted[0], low ?? sorted[0]);
  const most = Math.min(sorted.at(-1), at(0.75) + 3 * Math.max(at(0.75) - at(0.25), at(0.75) * 0.002));
  const margin = (most - least) * 0.06 || least * 0.01;
  return [Math.max(least - margin, 0), most + margin];
}
