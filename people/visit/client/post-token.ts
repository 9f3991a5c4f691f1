/** The storage key of a visit's token in a tab whose browser keeps no cookies of ours. */
export const storageKeyOf = (handle: string): string => `lotse-visit-${handle}`;

/** Opens a page of a visit with its token, which an address must not contain. */
export function postToken(address: string, token: string): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.enctype = 'text/plain';
  form.action = address;
  form.hidden = true;
  const field = document.createElement('input');
  field.name = 'visit-token';
  field.value = token;
  form.append(field);
  document.body.append(form);
  form.submit();
}

/** The server accepts a token only from its own pages, and checks the origin of a form if nothing else proves it. */
export function identifyVisit(): void {
  const meta = document.createElement('meta');
  meta.name = 'referrer';
  meta.content = 'same-origin';
  document.head.append(meta);
}
