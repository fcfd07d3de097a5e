const askMilliseconds = 300;

/**
 * Lets one tab of a device measure at a time. Resolves when this one may; `waiting` is called where another one does. Pages that came over plain HTTP from another machine have no locks:
 * there a tab asks the others.
 */
export async function becomeTheOnlyTab(device, waiting) {
  const name = `latbench ${device}`;
  if (navigator.locks) return locked(name, waiting);
  const channel = new BroadcastChannel(name);
  while (await isAnswered(channel)) waiting();
  channel.addEventListener('message', ({ data }) => {
    if (data === 'ask') channel.postMessage('here');
  });
  return () => channel.close();
}

function locked(name, waiting) {
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

function isAnswered(channel) {
  return new Promise(resolve => {
    const end = answer => {
      clearTimeout(limit);
      channel.removeEventListener('message', hear);
      if (answer) setTimeout(resolve, 10 * askMilliseconds, true);
      else resolve(false);
    };
    const hear = ({ data }) => data === 'here' && end(true);
    const limit = setTimeout(end, askMilliseconds, false);
    channel.addEventListener('message', hear);
    channel.postMessage('ask');
  });
}
