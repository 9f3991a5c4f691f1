/** The health of a store, for probes and metrics. */
export interface StoreHealth {
  /**
   * Resolves if the store can be read and written, as far as is known; where the last sign speaks against it, one tiny
   * write finds out.
   * @throws LotseError `writer-stopped`, `disk-full`, `store-unavailable`
   */
  checkStore(): Promise<void>;
  /** Commands that wait for their durable transaction, or are in it. */
  countWaitingCommands(): number;
  /** Number of times the writer died and was, or will be, restarted. */
  countWriterDeaths(): number;
  /** Calls the listener after each durable transaction with the number of its commands. */
  onTransaction(listener: (commands: number) => void): void;
}
