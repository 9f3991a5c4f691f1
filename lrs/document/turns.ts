/**
 * Does what concerns one thing in the order in which it was asked for, one behind the other; what concerns different
 * things, at the same time. Of things that nobody is at it remembers nothing.
 */
export class TurnsByName {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs a task behind those of the same name that were handed in before it, whatever became of them. */
  async run<Value>(name: string, task: () => Promise<Value>): Promise<Value> {
    const mine = (this.#last.get(name) ?? Promise.resolve()).then(task, task);
    this.#last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(name) === mine) this.#last.delete(name);
    }
  }
}
