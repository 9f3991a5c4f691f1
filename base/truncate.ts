/**
 * Cuts a text that may be too long, never within a character: half a character cannot
 * be stored or read again (UTF-8 has none, and strict readers of JSON refuse it).
 * @param max UTF-16 units
 */
export function truncate(text: string, max: number): string {
  const cut = text.slice(0, max);
  return text.length > max && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
