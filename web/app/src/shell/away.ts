/** Calls back when the person presses outside an element, or Escape inside it. */
export function away(node: HTMLElement, callback: () => void) {
  let call = callback;
  const press = (event: Event) => {
    if (!node.contains(event.target as Node)) call();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') call();
  };
  document.addEventListener('pointerdown', press, true);
  node.addEventListener('keydown', key);
  return {
    update(next: () => void) {
      call = next;
    },
    destroy() {
      document.removeEventListener('pointerdown', press, true);
      node.removeEventListener('keydown', key);
    },
  };
}
