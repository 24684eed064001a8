/** Every refusal of the mobility area, from the catalogue of each of its rooms. */
import { clearingRefusals } from './clearing/refusals.js';
import { incentiveRefusals } from './incentives/refusals.js';
import { legRefusals } from './legs/refusals.js';
import { nettingRefusals } from './netting/refusals.js';
import { sharingRefusals } from './sharing/refusals.js';
import { subscriptionRefusals } from './subscriptions/refusals.js';
import { tariffRefusals } from './tariffs/refusals.js';
import { carpoolRefusals } from './carpool/refusals.js';
import { disputeRefusals } from './disputes/refusals.js';
import { paymentRefusals } from './payments/refusals.js';
import { windowRefusals } from './windows/refusals.js';
import type { RefusalCatalogue } from '../wire/refusal.js';

export const mobilityRefusals = {
    ...tariffRefusals,
    ...legRefusals,
    ...subscriptionRefusals,
    ...sharingRefusals,
    ...incentiveRefusals,
    ...carpoolRefusals,
    ...nettingRefusals,
    ...disputeRefusals,
    ...paymentRefusals,
    ...windowRefusals,
    ...clearingRefusals,
} as const satisfies RefusalCatalogue;
