// Makes the content of an element equal to a text of HTML, and leaves alone what is equal already: no flicker, and focus and selection stay.

export function patch(element, html) {
  if (element.patched === html) return false;
  element.patched = html;
  const template = document.createElement('template');
  template.innerHTML = html;
  patchChildren(element, template.content);
  return true;
}

function patchChildren(from, to) {
  const old = [...from.childNodes];
  const wanted = [...to.childNodes];
  for (let i = 0; i < wanted.length; i++) {
    if (i >= old.length) from.append(wanted[i]);
    else patchNode(old[i], wanted[i]);
  }
  for (let i = wanted.length; i < old.length; i++) old[i].remove();
}

function patchNode(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName) {
    from.replaceWith(to);
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  // What a script wrote into an element, such as a local time, is the script's to renew.
  if (from.hasAttribute('data-keep') && to.dataset.keep === from.dataset.keep) return;
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !name.startsWith('data-made')) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  if (from.nodeName === 'DETAILS') to.open = from.open;
  patchChildren(from, to);
}
