import { z } from 'zod';

const schema = z.object({
  // Lotse runs at localhost: only another host name makes the two cross sites, as in earnest.
  MOODLE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => new URL(text).hostname !== 'localhost', 'Moodle must have another host name than localhost')
    .transform((text) => text.replace(/\/+$/, '')),
  MOODLE_ADMIN_NAME: z.string().min(1).default('admin'),
  MOODLE_ADMIN_PASSWORD: z.string().min(1),
  MOODLE_REGISTRATION: z.enum(['dynamic', 'manual']).default('dynamic'),
  MOODLE_BROWSER: z.enum(['chromium', 'firefox']).default('chromium'),
  MOODLE_PICTURES: z.string().min(1).optional(),
  MOODLE_LAUNCHES: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .default(0),
});

/** Which Moodle to walk through, and what to do beside walking. */
export interface MoodlePeer {
  /** As its `$CFG->wwwroot` says, without a slash at its end. */
  readonly url: string;
  readonly adminName: string;
  readonly adminPassword: string;
  /** How the tool is connected. */
  readonly registration: 'dynamic' | 'manual';
  /** What learners work through a unit in; everything else happens in Chromium. */
  readonly browser: 'chromium' | 'firefox';
  /** Folder for pictures of what was seen; none are taken without it. */
  readonly pictures: string | undefined;
  /** Launches to measure after the walk. */
  readonly launches: number;
}

/**
 * Reads the environment variables that docs/peers.md names.
 * @throws Error with a sentence that names the variable
 */
export function readMoodlePeer(environment: Readonly<Record<string, string | undefined>>): MoodlePeer {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new Error(`${path.join('.')} is missing or wrong (${message}). docs/peers.md says what this walk needs.`);
  }
  const {
    MOODLE_URL: url,
    MOODLE_ADMIN_NAME: adminName,
    MOODLE_ADMIN_PASSWORD: adminPassword,
    MOODLE_REGISTRATION: registration,
    MOODLE_BROWSER: browser,
    MOODLE_PICTURES: pictures,
    MOODLE_LAUNCHES: launches,
  } = parsed.data;
  return { url, adminName, adminPassword, registration, browser, pictures, launches };
}
