// Accuracy over predicted latency, the front of those that no other beats, measured winners with their intervals, and the limit.
export function options(data, style) {
  const c = style.colors;
  const points = data.number.map((_, i) => [data.latency_ms[i], data.accuracy[i], i]).filter(point => point[0] !== null && point[1] !== null);
  const winners = data.winners.map((winner, i) => ({ value: [winner.measured_ms, winner.accuracy, i], winner }));
  const marks = data.limit_ms === null ? {} : {
    markLine: { silent: true, symbol: 'none', data: [{ xAxis: data.limit_ms }], lineStyle: { color: c.red, type: 'dashed' }, label: { formatter: `limit ${data.limit_ms.toPrecision(4)} ms`, color: c.text, position: 'end', distance: 4 } },
  };
  return {
    tooltip: { ...style.tooltip, trigger: 'item', formatter: point => describe(data, point) },
    legend: { top: 0, textStyle: { color: c.text }, data: ['evaluated', { name: 'front', icon: 'path://M0,0 h22 v3 h-22 z' }, 'measured winner'] },
    grid: { left: 62, right: 36, top: 52, bottom: 54 },
    xAxis: style.axis('latency (ms)', { max: data.limit_ms === null ? null : extent => Math.max(extent.max, data.limit_ms) * 1.02 }),
    yAxis: style.axis('accuracy (%)', { nameGap: 42 }),
    series: [
      { name: 'evaluated', type: 'scatter', data: points, symbolSize: points.length > 500 ? 5 : 8, itemStyle: { color: c.blue, opacity: 0.6 }, cursor: 'pointer', z: 2, ...marks },
      { name: 'front', type: 'line', step: 'end', data: front(points), showSymbol: false, silent: true, lineStyle: { color: c.green, width: 2 }, itemStyle: { color: c.green }, z: 1 },
      {
        type: 'custom', silent: true, z: 3, data: data.winners.map(winner => [winner.low_ms, winner.high_ms, winner.accuracy]),
        renderItem: (_, api) => {
          const [x1, y] = api.coord([api.value(0), api.value(2)]);
          return { type: 'line', shape: { x1, y1: y, x2: api.coord([api.value(1), api.value(2)])[0], y2: y }, style: { stroke: c.orange, lineWidth: 2 } };
        },
      },
      { name: 'measured winner', type: 'scatter', symbol: 'diamond', symbolSize: 13, data: winners, itemStyle: { color: c.orange, borderColor: c.background, borderWidth: 1 }, cursor: 'pointer', z: 4 },
    ],
  };
}

export function attach(chart, data) {
  chart.off('click');
  chart.on('click', point => {
    const i = point.value?.[2];
    if (i === undefined) return;
    const architecture = point.seriesName === 'measured winner' ? data.winners[i].architecture : data.architecture[i];
    location.href = `/cells?space=${encodeURIComponent(data.space)}&arch=${encodeURIComponent(architecture)}`;
  });
}

function front(points) {
  let best = -Infinity;
  return [...points].sort((a, b) => a[0] - b[0] || b[1] - a[1]).filter(point => {
    if (point[1] <= best) return false;
    best = point[1];
    return true;
  }).map(point => point.slice(0, 2));
}

function describe(data, point) {
  if (point.value?.[2] === undefined) return '';
  const ms = value => `${value.toPrecision(4)} ms`;
  if (point.seriesName === 'measured winner') {
    const winner = data.winners[point.value[2]];
    return `${winner.code}  ${winner.state}\naccuracy ${winner.accuracy.toFixed(2)} %\nmeasured ${ms(winner.measured_ms)}\n95 % interval ${ms(winner.low_ms)} to ${ms(winner.high_ms)}`;
  }
  return `${data.code[point.value[2]]}\naccuracy ${point.value[1].toFixed(2)} %\npredicted ${ms(point.value[0])}`;
}
