/**
 * Ends what a suite opened before its tests; nothing where opening failed before it came to that.
 * @param opened a variable of the suite, which its type takes for set
 */
export async function ifOpened<Opened>(
  opened: Opened | undefined,
  end: (opened: Opened) => Promise<unknown>,
): Promise<void> {
  if (opened !== undefined) await end(opened);
}
