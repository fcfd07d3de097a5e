// Adds a button to every text that is worth copying: names, commands, one-time codes.
export function addCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const text of root.querySelectorAll('[data-copy]')) {
    if (text.nextElementSibling?.matches('.copy')) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.dataset.keep = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy ' + (text.dataset.copy || text.textContent));
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text.dataset.copy || text.textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    });
    text.after(button);
  }
}
