// Switches between the colours of the system, light and dark. The choice is a cookie, so the next page arrives in it.
const themes = ['auto', 'light', 'dark'];

export function addThemeSwitch() {
  const button = document.querySelector('[data-theme-switch]');
  if (!button) return;
  const root = document.documentElement;
  const show = () => { button.textContent = `Theme: ${root.dataset.theme}`; };
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    document.cookie = `latbench_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
    show();
    document.dispatchEvent(new CustomEvent('themechange'));
  });
  show();
}

export function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
}
