// The look of all charts. Tooltips are drawn into the canvas: the page allows no inline styles.
const light = {
  text: '#5b6473', strong: '#1b2230', grid: '#e6e9ef', axis: '#b8c0cc', background: '#ffffff',
  blue: '#2f6fde', orange: '#d9730d', green: '#2a9d62', red: '#d1435b', purple: '#7a5af0', grey: '#8a94a6',
};
const dark = {
  text: '#aab3c2', strong: '#eef1f6', grid: '#2a303b', axis: '#4a5363', background: '#1a1f28',
  blue: '#6ea1ff', orange: '#f0a04b', green: '#58c98c', red: '#f0768b', purple: '#a48bff', grey: '#8a94a6',
};

export function styleOf(isDark) {
  const c = isDark ? dark : light;
  const axis = (name, more = {}) => ({
    type: 'value', name, nameLocation: 'middle', nameGap: 34, scale: true,
    nameTextStyle: { color: c.text, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: c.axis } }, axisTick: { show: true, lineStyle: { color: c.axis } },
    axisLabel: { color: c.text, fontSize: 11, hideOverlap: true }, splitLine: { lineStyle: { color: c.grid } }, ...more,
  });
  return {
    colors: c,
    axis,
    tooltip: { renderMode: 'richText', backgroundColor: c.background, borderColor: c.axis, textStyle: { color: c.strong, fontSize: 12 }, confine: true },
    base: {
      backgroundColor: 'transparent', animation: false,
      color: [c.blue, c.orange, c.green, c.purple, c.red, c.grey],
      textStyle: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif' },
      grid: { left: 64, right: 20, top: 28, bottom: 52, containLabel: false },
      legend: { top: 0, textStyle: { color: c.text } },
    },
  };
}
