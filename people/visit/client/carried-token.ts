/** The token that the page carries for its own scripts' requests, where the browser keeps no cookie; `undefined` elsewhere. */
export function carriedToken(): string | undefined {
  return document.querySelector<HTMLScriptElement>('script[data-visit][data-token]')?.dataset['token'];
}
