import { object, oneOf, wholeNumber, type Decoder } from '../../wire/index.js';
import { id, instant } from '../members.js';
import type { PlanOf, SubscriptionCommand } from './subscription.js';

const planOf: Decoder<PlanOf> = object({ plan: id, version: wholeNumber(1, 1_000_000) });

const activate = object({ command: oneOf(['activate']), at: instant }, { expiresAt: instant });
const change = object({ command: oneOf(['switch']), at: instant, plan: planOf });
const others = object({ command: oneOf(['pause', 'resume', 'ride', 'cancel', 'expire']), at: instant });

/** @throws Refused REQUEST_MALFORMED */
export const subscriptionCommand: Decoder<SubscriptionCommand> = (value, at) => {
    const command = typeof value === 'object' && value !== null && 'command' in value ? value.command : undefined;
    if (command === 'activate') return activate(value, at);
    if (command === 'switch') return change(value, at);
    return others(value, at);
};
