/** Narrows the picker's list down while somebody types. What is ticked stays in sight. */
const field = document.getElementById('search-field');
const search = document.getElementById('search');
const entries = [...document.querySelectorAll<HTMLElement>('#contents > li')];
const nothingFound = document.getElementById('nothing-found');

function comparable(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function narrow(words: readonly string[]): void {
  let shown = 0;
  for (const entry of entries) {
    const text = comparable(entry.dataset['search'] ?? '');
    const chosen = entry.querySelector('input:checked') !== null;
    entry.hidden = !chosen && !words.every((word) => text.includes(word));
    if (!entry.hidden) shown += 1;
  }
  if (nothingFound !== null) nothingFound.hidden = shown > 0;
}

if (field !== null && search instanceof HTMLInputElement) {
  field.hidden = false;
  search.addEventListener('input', () => narrow(comparable(search.value).split(/\s+/).filter((word) => word !== '')));
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
}
