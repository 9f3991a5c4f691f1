/**
 * The token that the page carries for its own scripts' requests, if the browser keeps no cookie; `undefined` elsewhere.
 */
export function readCarriedToken(): string | undefined {
  return document.querySelector<HTMLScriptElement>('script[data-visit][data-token]')?.dataset['token'];
}
