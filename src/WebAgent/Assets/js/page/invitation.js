/** Reads the invitation in the address, `#code=…&device=…&start=1`, and takes it out of the address and the history at once. */
export function takeInvitation() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  if (location.hash.length > 0) history.replaceState(null, '', location.pathname + location.search);
  return { code: parameters.get('code')?.trim() ?? '', device: parameters.get('device')?.trim() ?? '', starts: parameters.get('start') === '1' };
}

/** Begins again where an invitation is opened in this tab: only the part behind the # changes then, and the browser does not load the page. */
export function followLaterInvitations() {
  addEventListener('hashchange', () => location.hash.length > 1 && location.reload());
}
