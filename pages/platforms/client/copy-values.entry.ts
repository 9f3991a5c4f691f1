/** Puts a button beside each value that is to be carried over into another form; without scripts it is marked and copied by hand. */
for (const field of document.querySelectorAll<HTMLInputElement>('input[data-copy]')) {
  const button = document.createElement('button');
  const { copy = '', copied = '', label = '' } = field.dataset;
  button.type = 'button';
  button.className = 'button quiet small';
  button.textContent = copy;
  button.setAttribute('aria-label', label);
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  said.className = 'visually-hidden';
  button.addEventListener('click', () => {
    field.select();
    // The clipboard may be blocked; then the value is selected.
    void (navigator as Partial<Navigator>).clipboard?.writeText(field.value).then(
      () => {
        button.textContent = copied;
        button.setAttribute('aria-label', copied);
        said.textContent = copied;
        setTimeout(() => {
          button.textContent = copy;
          button.setAttribute('aria-label', label);
          said.textContent = '';
        }, 2000);
      },
      () => undefined,
    );
  });
  field.after(button, said);
}
