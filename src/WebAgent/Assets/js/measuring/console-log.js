// The runtime writes its log to the console, and keeps the methods of the console that it found when it was loaded. So they are replaced before.

const methods = ['log', 'info', 'debug', 'warn', 'error'];
let lines = null;

/** Makes the console one that can be caught; before the runtime is loaded. */
export function prepareConsole() {
  for (const method of methods) {
    const write = console[method].bind(console);
    console[method] = (...parts) => lines === null ? write(...parts) : void lines.push(parts.join(' '));
  }
}

/** Catches what is written to the console while a function runs. */
export async function catchConsole(run) {
  const caught = [];
  lines = caught;
  try {
    await run();
  } finally {
    lines = null;
  }
  return caught;
}
