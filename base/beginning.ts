/**
 * Cuts a text that may be too long, never within a character: half a character cannot
 * be stored or read again (UTF-8 has none, and strict readers of JSON refuse it).
 * @param most UTF-16 units
 */
export function beginningOf(text: string, most: number): string {
  const cut = text.slice(0, most);
  return text.length > most && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
