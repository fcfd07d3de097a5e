// Loads the page again when the state of what it shows has changed: other actions and other parts belong to it then.
export function start(element) {
  const state = () => element.querySelector('[data-state]')?.dataset.state;
  const first = state();
  new MutationObserver(() => {
    const now = state();
    if (now !== undefined && now !== first) location.reload();
  }).observe(element, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
}
