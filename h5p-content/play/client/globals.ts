import type { PlayerData } from './play-data.js';

/** A statement as created by H5P core and the content types. */
export type H5pStatement = Record<string, unknown>;

interface Dispatcher {
  on(type: 'xAPI', listener: (event: { readonly data: { readonly statement: H5pStatement } }) => void): void;
}

/** An instance of a content type. */
export interface Instance {
  readonly contentId: string | number;
  getCurrentState?(): unknown;
}

export interface UserDataOptions {
  readonly subContentId?: string | number;
  readonly preloaded?: boolean;
  readonly deleteOnChange?: boolean;
  readonly async?: boolean;
  readonly errorCallback?: (error: unknown) => void;
}

export type SetUserData = (
  contentId: string | number,
  dataType: string,
  data: unknown,
  options?: UserDataOptions,
) => void;

/** The part of H5P core (`window.H5P`) that the player uses. Core fills the object that is there before it runs. */
export interface H5pCore {
  preventInit?: boolean;
  externalDispatcher: Dispatcher;
  instances: Instance[];
  isFramed: boolean;
  init(target: HTMLElement): void;
  trigger(instance: Instance, event: string): void;
  setUserData: SetUserData;
  /** Core's own jQuery, with which it requests learner state. */
  jQuery?: {
    ajaxPrefilter(
      handler: (
        options: { readonly url?: string },
        original: unknown,
        request: { setRequestHeader(name: string, value: string): void },
      ) => void,
    ): void;
  };
  /** Core's own queue for results that could not be sent. */
  OfflineRequestQueue: new () => { add(): void };
}

/** The object that the page and H5P core share: core extends it in place, and reads its integration from beside it. */
export interface H5pHost {
  H5P?: Partial<H5pCore>;
  H5PIntegration?: PlayerData;
}
