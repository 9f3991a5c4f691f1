import { LotseError } from '../../lrs/base/index.js';
import type { Platform } from '../store/index.js';
import type { PlacedLink, PlatformAdapter } from './adapter.js';
import type { LtijsProviderSource } from './ltijs-provider.js';

/** What the LMS asked for when it opened the picker (Deep Linking 2.0 §4.4.1). */
export interface DeepLinkingRequest {
  readonly returnUrl: string;
  readonly deploymentId: string;
  readonly acceptTypes: readonly string[];
  readonly acceptMultiple: boolean;
  /** Must go back unchanged. */
  readonly data?: string;
}

/** Said with the items, or instead of them. */
export interface DeepLinkingMessage {
  /** For the person in the LMS, in their language (Deep Linking 2.0 §4.5.1, claim `msg`). */
  readonly message?: string;
}

/** The form that the browser posts to the LMS: its address, and the value of its one field, `JWT`. */
export interface DeepLinkingForm {
  readonly action: string;
  readonly jwt: string;
}

/** Signs what was picked, written as this LMS takes it; without links, that nothing was. */
export async function deepLinkingForm(
  provider: LtijsProviderSource, adapter: PlatformAdapter, platform: Platform, request: DeepLinkingRequest, { links, message }: DeepLinkingMessage & { readonly links: readonly PlacedLink[] },
): Promise<DeepLinkingForm> {
  try {
    const jwt = await (await provider()).DeepLinking.createDeepLinkingMessage(
      {
        iss: platform.issuer, clientId: platform.clientId, deploymentId: request.deploymentId,
        platformContext: {
          deepLinkingSettings: {
            deep_link_return_url: request.returnUrl, accept_types: request.acceptTypes, accept_multiple: request.acceptMultiple,
            ...(request.data === undefined ? {} : { data: request.data }),
          },
        },
      },
      links.map((link) => adapter.contentItem(link)), message === undefined ? {} : { message },
    );
    return { action: request.returnUrl, jwt };
  } catch (caught) {
    if (caught instanceof LotseError) throw caught;
    throw new LotseError('internal', 'The selection could not be handed over to the LMS.', { detail: caught instanceof Error ? caught.message : 'deep linking failed', cause: caught });
  }
}
