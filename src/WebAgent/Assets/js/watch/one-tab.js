const name = 'latbench device';
const askMilliseconds = 300;

/**
 * Lets one tab of a browser have the page at a time, before it is a device and after. Resolves when this one may; `waiting` is called where another one has it. Pages that came over
 * plain HTTP from another machine have no locks: there a tab asks the others.
 */
export function becomeTheOnlyTab(waiting) {
  return navigator.locks ? locked(waiting) : asked(waiting);
}

function locked(waiting) {
  return new Promise((resolve, reject) => {
    const hold = lock => {
      if (lock === null) {
        waiting();
        navigator.locks.request(name, hold).catch(reject);
        return undefined;
      }
      // Held until it is released, or the page goes.
      return new Promise(release => resolve(release));
    };
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(reject);
  });
}

async function asked(waiting) {
  const channel = new BroadcastChannel(name);
  const id = crypto.getRandomValues(new Uint32Array(1))[0];
  while (await isAnswered(channel, id)) waiting();
  channel.addEventListener('message', ({ data }) => {
    if ('ask' in data) channel.postMessage({ here: data.ask });
  });
  return () => channel.close();
}

/** Asks the other tabs. Of two that ask at the same time, the one with the smaller number goes first. */
function isAnswered(channel, id) {
  return new Promise(resolve => {
    const end = answer => {
      clearTimeout(limit);
      channel.removeEventListener('message', hear);
      if (answer) setTimeout(resolve, 10 * askMilliseconds, true);
      else resolve(false);
    };
    const hear = ({ data }) => {
      if (data.here === id || data.ask < id) end(true);
      else if (data.ask > id) channel.postMessage({ here: data.ask });
    };
    const limit = setTimeout(end, askMilliseconds, false);
    channel.addEventListener('message', hear);
    channel.postMessage({ ask: id });
  });
}
