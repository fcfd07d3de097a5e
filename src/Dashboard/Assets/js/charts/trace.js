// The accuracy of each suggestion in their order, and the best so far.
export function options(data, style) {
  const c = style.colors;
  const told = data.number.map((number, i) => [number, data.accuracy[i], i]).filter(point => point[1] !== null);
  let best = -Infinity;
  const line = told.map(([number, accuracy]) => [number, best = Math.max(best, accuracy)]);
  return {
    tooltip: { ...style.tooltip, trigger: 'item', formatter: point => point.value[2] === undefined ? '' : `${data.code[point.value[2]]}\nnumber ${point.value[0]}\naccuracy ${point.value[1].toFixed(2)} %` },
    legend: { top: 0, textStyle: { color: c.text }, data: [{ name: 'best so far', icon: 'path://M0,0 h22 v3 h-22 z' }, 'reported'] },
    grid: { left: 62, right: 20, top: 34, bottom: 54 },
    xAxis: style.axis('suggestion', { min: 0, minInterval: 1, scale: false, splitLine: { show: false } }),
    yAxis: style.axis('accuracy (%)', { nameGap: 42 }),
    series: [
      { name: 'best so far', type: 'line', step: 'end', data: line, showSymbol: false, silent: true, lineStyle: { color: c.orange, width: 2 }, itemStyle: { color: c.orange }, z: 2 },
      { name: 'reported', type: 'scatter', data: told, symbolSize: told.length > 500 ? 5 : 8, itemStyle: { color: c.blue, opacity: 0.75 }, z: 3, cursor: 'pointer' },
    ],
  };
}

export function attach(chart, data) {
  chart.off('click');
  chart.on('click', point => {
    if (point.value?.[2] !== undefined) location.href = `/cells?space=${encodeURIComponent(data.space)}&arch=${encodeURIComponent(data.architecture[point.value[2]])}`;
  });
}
