// A histogram: edges of the bins and counts.
import { digits } from './architectures.js';

export function options(data, style) {
  const width = data.edges_ms[1] - data.edges_ms[0];
  return {
    grid: { left: 52, right: 16, top: 12, bottom: 46 },
    tooltip: {
      ...style.tooltip, trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([bar]) => `${digits(data.edges_ms[bar.dataIndex])}–${digits(data.edges_ms[bar.dataIndex + 1])} ms\n${bar.value.toLocaleString('en')} architectures`,
    },
    xAxis: {
      type: 'category', data: data.counts.map((_, i) => data.edges_ms[i] + width / 2), name: 'Latency in ms', nameLocation: 'middle', nameGap: 30,
      nameTextStyle: { color: style.colors.text, fontSize: 12 }, axisTick: { show: false }, axisLine: { lineStyle: { color: style.colors.axis } },
      axisLabel: { color: style.colors.text, fontSize: 11, formatter: value => Number(Number(value).toPrecision(3)).toString(), hideOverlap: true },
    },
    yAxis: style.axis('', { scale: false, minInterval: 1 }),
    series: [{ type: 'bar', data: data.counts, barCategoryGap: '8%', itemStyle: { color: style.colors.blue } }],
  };
}
