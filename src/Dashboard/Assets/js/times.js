// Shows times in the zone of the viewer, and how long ago they were where that is said.
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const precise = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

export function showLocalTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) show(time);
}

setInterval(() => document.querySelectorAll('time[data-ago]').forEach(show), 5000);

function show(time) {
  const instant = new Date(time.dateTime);
  time.title = full.format(instant);
  const text = 'ago' in time.dataset ? ago(instant) : 'precise' in time.dataset ? precise.format(instant) : short.format(instant);
  if (time.textContent !== text) time.textContent = text;
}

function ago(instant) {
  const seconds = (instant - Date.now()) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.round(seconds / size), unit);
}
