import { Persistence } from '../coordinator/persistence.js';
import * as settings from '../storage/settings.js';

const probeMilliseconds = 60_000;

/** Brings the description of the device up to date. What precisions the runtime runs is found out once for each of its versions. */
export async function describe({ coordinator, device, runners }, description, runtimes, show) {
  const versions = runtimes.map(runtime => runtime.version).join(' ');
  const { software } = description.request;
  const found = settings.read('precisions');
  const isKnown = found?.versions === versions && found.browser === software.browser;
  if (isKnown) software.precisions = found.precisions;
  const persistence = new Persistence(show);
  const tell = () => persistence.repeat(() => coordinator.call(`${device}:describe`, description.request), null);
  await tell();
  if (isKnown) return;
  const precisions = await probe(runners, description.catalog.targets.find(one => one.executionProvider === 'wasm'));
  if (precisions.length === 0) return;
  settings.write('precisions', { versions, browser: software.browser, precisions });
  software.precisions = precisions;
  await tell();
}

/** The precisions that a target runs; none where that cannot be found out now. */
async function probe(runners, target) {
  try {
    return await (await runners.runnerFor(target)).precisions(probeMilliseconds);
  } catch {
    return [];
  }
}
