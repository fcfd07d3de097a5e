/** Waits for an event of an element, whose default is prevented. */
export function once(element, name) {
  return new Promise(resolve => element.addEventListener(name, event => {
    event.preventDefault();
    resolve(event);
  }, { once: true }));
}
