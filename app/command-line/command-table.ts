import type { Command } from 'commander';
import { both } from './words.js';

/** A word that may follow `lotse`. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Whether it is called with options, rather than with a verb first. */
  readonly takesOptions: boolean;
  /** Adds its verbs or options, with their implementation. */
  complete(command: Command): Promise<void>;
}

/** A noun; its verbs follow it. */
function noun(name: string, description: string, load: () => Promise<(command: Command) => void>): CommandEntry {
  return { name, description, takesOptions: false, complete: async (command) => (await load())(command) };
}

/** A verb that needs no noun. */
function verb(name: string, description: string, load: () => Promise<(command: Command) => void>): CommandEntry {
  return { ...noun(name, description, load), takesOptions: true };
}

/**
 * All words that may follow `lotse`, in the order of the help. A command's implementation is loaded when it is called:
 * help, and a query of one table, must not wait for parts of Lotse that they do not need.
 */
export const commandTable: readonly CommandEntry[] = [
  noun('organisation', both('organisation'), async () => (await import('./organisation.js')).organisationCommands),
  noun('credential', both('credential'), async () => (await import('./credential.js')).credentialCommands),
  noun('platform', both('platform'), async () => (await import('./platform.js')).platformCommands),
  noun('key', both('key'), async () => (await import('./key.js')).keyCommands),
  noun('competency', both('competency'), async () => (await import('./competency.js')).competencyCommands),
  verb('backup', both('backup'), async () => (await import('./backup.js')).backupCommand),
  verb('restore', both('restore'), async () => (await import('./backup.js')).restoreCommand),
  verb('import', both('import'), async () => (await import('./transfer.js')).importCommand),
  verb('export', both('export'), async () => (await import('./transfer.js')).exportCommand),
  noun('attachment', both('attachment'), async () => (await import('./attachment.js')).attachmentCommands),
  noun('content', both('content'), async () => (await import('./content.js')).contentCommands),
  noun('forward', both('forward'), async () => (await import('./forward.js')).forwardCommands),
  noun('grade', both('grade'), async () => (await import('./grade.js')).gradeCommands),
  noun('person', both('person'), async () => (await import('./person.js')).personCommands),
];
