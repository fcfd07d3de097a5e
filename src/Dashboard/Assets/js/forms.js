// Forms work without scripts; with them a button says that it was pressed, and an action that cannot be undone asks first.
export function improveForms(root) {
  for (const form of root.querySelectorAll('form[method=post]')) {
    if (form.dataset.madeBusy) continue;
    form.dataset.madeBusy = '1';
    form.addEventListener('submit', event => {
      const button = event.submitter;
      const question = button?.dataset.confirm;
      if (question && !confirm(question)) {
        event.preventDefault();
        return;
      }
      if (!button) return;
      // Not at once: a disabled button is not part of what is sent.
      setTimeout(() => { button.disabled = true; button.setAttribute('aria-busy', 'true'); });
    });
  }
  for (const field of root.querySelectorAll('select[data-submit], input[data-submit]')) {
    if (field.dataset.madeSubmit) continue;
    field.dataset.madeSubmit = '1';
    field.addEventListener('change', () => field.form.requestSubmit());
  }
}
