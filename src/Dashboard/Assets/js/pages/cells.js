// The cell editor shows a choice at once: it reads the page of the new choice and takes its content. Without this script the buttons do the same.

export function start(element) {
  let asked = 0;

  const show = async (address, push) => {
    const mine = ++asked;
    element.setAttribute('aria-busy', 'true');
    const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
    if (mine !== asked) return;
    element.removeAttribute('aria-busy');
    if (!answer || answer.redirected) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const content = page.querySelector('[data-module=cells]');
    if (!content || mine !== asked) return location.assign(address);
    const focused = document.activeElement?.id;
    element.replaceChildren(...content.childNodes);
    if (push) history.pushState(null, '', withPredictor(content.dataset.address, address));
    hideButtons();
    if (focused) document.getElementById(focused)?.focus();
  };

  // The list of neighbours stays with the target that was chosen.
  const withPredictor = (address, asked) => {
    const predictor = new URL(asked, location.href).searchParams.get('predictor');
    if (!address) return asked;
    return predictor ? `${address}&predictor=${encodeURIComponent(predictor)}` : address;
  };

  const hideButtons = () => element.querySelectorAll('[data-live-form] button').forEach(button => { button.hidden = true; });

  const choose = form => {
    const query = new URLSearchParams(new FormData(form));
    const chosen = element.querySelector('[name=predictor]')?.value;
    if (chosen && !query.has('predictor')) query.set('predictor', chosen);
    show(`${form.getAttribute('action')}?${query}`, true);
  };

  element.addEventListener('change', event => {
    const form = event.target.closest('[data-live-form]');
    if (form) choose(form);
  });
  addEventListener('popstate', () => show(location.href, false));
  hideButtons();
  // A choice that was made before this script had arrived is shown as well.
  const changed = [...element.querySelectorAll('[data-live-form]')].find(form => [...form.querySelectorAll('select')].some(isChanged));
  if (changed) choose(changed);
}

const isChanged = select => [...select.options].some(option => option.defaultSelected && !option.selected);
