// The latency of the canary over time, with the level of the machine at its best and how far it may drift from it.
export function options(data, style) {
  const { colors, axis, tooltip } = style;
  const top = highest(data);
  const alone = [];
  const shared = [];
  data.time_ms.forEach((time, i) => (data.contended[i] ? shared : alone).push([time, Math.min(data.latency_ms[i], top), i]));
  // A few readings of a machine that stood still would hide all others: they stand at the upper edge, as triangles, and their tooltips say where they belong.
  const above = value => data.latency_ms[value[2]] > top;
  const points = (name, values, color) => ({
    name, type: 'scatter', data: values, itemStyle: { color, opacity: 0.75 },
    symbol: value => (above(value) ? 'triangle' : 'circle'), symbolSize: value => (above(value) ? 8 : 4),
  });
  const baseline = data.baseline_ms && {
    silent: true, symbol: 'none', precision: 12,
    label: { color: colors.text, position: 'insideEndTop', formatter: 'baseline' },
    lineStyle: { color: colors.green, type: 'solid', width: 1.5 }, data: [{ yAxis: data.baseline_ms }],
  };
  const allowed = data.baseline_ms && {
    silent: true, itemStyle: { color: colors.green, opacity: 0.1 },
    data: [[{ yAxis: data.baseline_ms * (1 - data.drift_tolerance) }, { yAxis: data.baseline_ms * (1 + data.drift_tolerance) }]],
  };
  return {
    grid: { left: 64, right: 20, top: 34, bottom: 40 },
    legend: { top: 0, icon: 'circle', textStyle: { color: colors.text } },
    tooltip: { ...tooltip, trigger: 'item', formatter: point => describe(data, point.value[2]) },
    xAxis: axis('', { type: 'time', splitLine: { show: false } }),
    yAxis: axis('latency, ms', { nameGap: 46, ...(data.latency_ms.some(value => value > top) ? { max: top, axisLabel: { color: colors.text, fontSize: 11, hideOverlap: true, showMaxLabel: false } } : {}) }),
    dataZoom: [{ type: 'inside', filterMode: 'none' }],
    series: [
      { ...points('core alone', alone, colors.blue), markLine: baseline || undefined, markArea: allowed || undefined },
      points('core shared', shared, colors.orange),
    ],
  };
}

function highest(data) {
  const sorted = [...data.latency_ms].sort((a, b) => a - b);
  const usual = sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 1;
  const wished = 1.05 * Math.max(usual, (data.baseline_ms ?? 0) * 1.1);
  const step = 10 ** Math.floor(Math.log10(wished)) / 10;
  return Number((Math.ceil(wished / step) * step).toPrecision(3));
}

function describe(data, i) {
  const lines = [new Date(data.time_ms[i]).toLocaleString(), `${data.latency_ms[i].toPrecision(4)} ms`];
  if (data.baseline_ms) lines.push(`${(100 * (data.latency_ms[i] / data.baseline_ms - 1)).toFixed(1)} % above the baseline`);
  if (data.contended[i]) lines.push('another process used the core');
  if (data.temperature_c[i] !== null) lines.push(`${data.temperature_c[i].toFixed(1)} °C`);
  if (data.frequency_mhz[i] !== null) lines.push(`${(data.frequency_mhz[i] / 1000).toFixed(2)} GHz`);
  return lines.join('\n');
}
