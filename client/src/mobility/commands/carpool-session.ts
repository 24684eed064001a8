import type { Session } from '../../cli/command.js';

import { ledgerCarpoolClient, type CarpoolClient } from '../carpool/index.js';

export async function carpoolOf({ connect }: Session): Promise<CarpoolClient> {
    return ledgerCarpoolClient((await connect()).area('mobility'));
}
