/** Asks an LRS again and again until it says what is waited for: Moodle's cron sends what has happened once a minute. */
const patience = 180_000;
const pause = 2_000;

/** A statement as far as the walk looks at it. */
export interface ReportedStatement {
  readonly actor: {
    readonly name?: string;
    readonly mbox?: string;
    readonly account?: { readonly homePage: string; readonly name: string };
  };
  readonly verb: { readonly id: string };
  readonly object: { readonly id: string };
  readonly context?: { readonly platform?: string };
}

/**
 * The newest statements about a person, once there are those that somebody waits for.
 * @param lrs the LRS's address and an `Authorization` that may read
 * @param holds whether what is there is enough
 * @throws Error after three minutes, with what has come until then
 */
export async function reportedOf(
  lrs: { readonly endpoint: string; readonly authorization: string },
  account: { readonly homePage: string; readonly name: string },
  holds: (statements: readonly ReportedStatement[]) => boolean,
): Promise<readonly ReportedStatement[]> {
  const query = new URLSearchParams({ agent: JSON.stringify({ account }), limit: '500' });
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await fetch(`${lrs.endpoint}/statements?${query}`, {
      headers: { Authorization: lrs.authorization, 'X-Experience-API-Version': '1.0.3' },
    });
    const { statements } = (await answer.json()) as { readonly statements: readonly ReportedStatement[] };
    if (holds(statements)) return statements;
    if (Date.now() > deadline)
      throw new Error(
        `Moodle has not reported it. Of ${account.name} there are: ${statements.map(({ verb, object }) => `${verb.id} ${object.id}`).join(', ')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
