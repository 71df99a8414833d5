/** Keyboard for table rows: j and k or the arrows move, Enter opens (clicks) the row. */
export function rowKeys(body: HTMLElement) {
  const keydown = (event: KeyboardEvent) => {
    const row = (event.target as Element).closest('tr');
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const down = event.key === 'j' || event.key === 'ArrowDown';
    const up = event.key === 'k' || event.key === 'ArrowUp';
    if (down || up) {
      const next = down ? row.nextElementSibling : row.previousElementSibling;
      if (next instanceof HTMLElement) next.focus();
    } else if (event.key === 'Enter' && event.target === row) row.click();
    else return;
    event.preventDefault();
  };
  const first = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.key !== 'j' || target !== document.body) return;
    body.querySelector<HTMLElement>('tr[tabindex]')?.focus();
  };
  body.addEventListener('keydown', keydown);
  window.addEventListener('keydown', first);
  return {
    destroy() {
      body.removeEventListener('keydown', keydown);
      window.removeEventListener('keydown', first);
    },
  };
}
