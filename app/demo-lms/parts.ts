import type { Clock, Logger } from '../../base/index.js';
import type { KeyRing } from './keys.js';
import type { StateFile } from './state/index.js';

/** The platform's configuration, as given to a tool. */
export interface DemoPlatform {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly name: string;
}

/** The configuration of the one tool the platform knows. */
export interface RegisteredTool {
  readonly loginUrl: string;
  /** The one registered redirect URI. */
  readonly launchUrl: string;
  readonly origin: string;
}

/** Dependencies of every endpoint. */
export interface DemoParts {
  /** Without a slash at its end. */
  readonly url: string;
  readonly platform: DemoPlatform;
  readonly tool: RegisteredTool;
  readonly state: StateFile;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
}
