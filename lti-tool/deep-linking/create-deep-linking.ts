import { type Logger, LotseError } from '../../base/index.js';
import type { Visit } from '../../people/index.js';
import { type DeepLinkingSettings, type LtiDetails, ltiDetailsOf } from '../launch/index.js';
import type { DeepLinkingForm, Platforms } from '../platform/index.js';
import { type ContentItem, linkItem } from './link-item.js';

/** Dependencies of deep linking. */
export interface DeepLinkingParts {
  readonly platforms: Pick<Platforms, 'find' | 'deepLinkingForm'>;
  readonly logger: Logger;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

/** The way back to the LMS that asks for contents (Deep Linking 2.0). */
export interface DeepLinking {
  /**
   * The settings of the LMS's request.
   * @throws LotseError `session-lost` if it did not open the visit for choosing
   */
  settingsOf(visit: Pick<Visit, 'wayIn'>): DeepLinkingSettings;
  /**
   * The form that sends the chosen items to the LMS.
   * @throws LotseError `platform-inactive` if the LMS was switched off while somebody chose
   */
  createResponse(visit: Visit, chosen: readonly ContentItem[]): Promise<DeepLinkingForm>;
  /** The form that goes back to the LMS with nothing. @param message for the person, in their language */
  cancel(visit: Visit, message: string): Promise<DeepLinkingForm>;
}

export function createDeepLinking({ platforms, logger, publicUrl }: DeepLinkingParts): DeepLinking {
  function requireSettings(
    visit: Pick<Visit, 'wayIn'>,
  ): Omit<LtiDetails, 'deepLinking'> & { readonly deepLinking: DeepLinkingSettings } {
    const details = ltiDetailsOf(visit);
    if (details?.deepLinking === undefined)
      throw new LotseError(
        'session-lost',
        'This launch is not for choosing contents. Please open the picker from your course.',
        { detail: 'deep linking: no deep linking launch' },
      );
    return { ...details, deepLinking: details.deepLinking as DeepLinkingSettings };
  }

  async function send(
    visit: Visit,
    items: readonly ContentItem[],
    message: { readonly message?: string } = {},
  ): Promise<DeepLinkingForm & { readonly platform: string }> {
    const { deepLinking, platformId, deploymentId } = requireSettings(visit);
    const { returnUrl, acceptTypes, acceptMultiple, data } = deepLinking;
    const platform = await platforms.find(visit.organisation, platformId);
    const form = await platforms.deepLinkingForm(
      platform,
      { returnUrl, acceptTypes, acceptMultiple, deploymentId, ...(data === undefined ? {} : { data }) },
      items.map((each) => linkItem(each, publicUrl, deepLinking)),
      message,
    );
    return { ...form, platform: platform.id };
  }

  return {
    settingsOf: (visit) => requireSettings(visit).deepLinking,
    async createResponse(visit, chosen) {
      const { platform, ...form } = await send(visit, chosen);
      logger.info({ organisation: visit.organisation, platform, items: chosen.length }, 'contents picked');
      return form;
    },
    async cancel(visit, message) {
      const { platform, ...form } = await send(visit, [], { message });
      logger.info({ organisation: visit.organisation, platform }, 'picking cancelled');
      return form;
    },
  };
}
