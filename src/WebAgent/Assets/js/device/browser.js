// The browser and the machine as far as a page is told of them.

import { proposeDeviceId } from './device-id.js';

const families = [['Firefox', /Firefox\/(\d+)/], ['Edge', /Edg\/(\d+)/], ['Opera', /OPR\/(\d+)/], ['Samsung Internet', /SamsungBrowser\/(\d+)/], ['Chrome', /(?:Headless)?Chrom(?:e|ium)\/(\d+)/], ['Safari', /Version\/(\d+).*Safari/]];
const systems = [['Android', /Android (\d+)?/], ['iOS', /(?:iPhone|iPad).*? OS (\d+)/], ['Windows', /Windows NT/], ['macOS', /Mac OS X/], ['ChromeOS', /CrOS/], ['Linux', /Linux/]];
const brandNames = { 'Google Chrome': 'Chrome', 'Microsoft Edge': 'Edge', HeadlessChrome: 'Chromium' };

/** @returns {Promise<{name: string, system: string, systemVersion: string, architecture: string, model: string}>} `name` with its version, such as `Chromium 156`. */
export async function describeBrowser(agent = navigator.userAgent, data = navigator.userAgentData) {
  const high = await details(data);
  const system = data?.platform || firstOf(systems, agent)?.[0] || 'unknown system';
  return {
    name: brandOf(data) ?? firstOf(families, agent)?.join(' ') ?? 'Browser',
    system,
    systemVersion: high.platformVersion || (firstOf(systems, agent)?.[1] ?? ''),
    architecture: architectureOf(high, agent),
    model: high.model ?? '',
  };
}

/** A name for the device, made of its model or of browser and system. */
export function proposeDeviceName(browser) {
  return proposeDeviceId(browser.model || `${browser.name.replace(/ \d+$/, '')} ${browser.system}`);
}

function brandOf(data) {
  const brands = (data?.brands ?? []).filter(({ brand }) => !/not.?a.?brand|not[^a-z]/i.test(brand));
  const named = brands.find(({ brand }) => brand !== 'Chromium') ?? brands[0];
  return named ? `${brandNames[named.brand] ?? named.brand} ${named.version}` : null;
}

function firstOf(patterns, agent) {
  for (const [name, pattern] of patterns) {
    const match = pattern.exec(agent);
    if (match) return match[1] ? [name, match[1]] : [name];
  }
  return null;
}

async function details(data) {
  try {
    return await data?.getHighEntropyValues(['architecture', 'bitness', 'model', 'platformVersion']) ?? {};
  } catch {
    return {};
  }
}

function architectureOf({ architecture, bitness }, agent) {
  if (architecture === 'x86') return bitness === '32' ? 'x86' : 'x64';
  if (architecture === 'arm') return bitness === '32' ? 'arm' : 'arm64';
  if (/x86_64|Win64|x64|amd64/i.test(agent)) return 'x64';
  if (/aarch64|arm64|Android|iPhone|iPad/i.test(agent)) return 'arm64';
  return 'unknown';
}
