import type { Session } from '../../cli/command.js';

import type { CarpoolClient } from '../carpool/index.js';

export async function carpoolOf({ connect }: Session): Promise<CarpoolClient> {
    return (await connect()).carpool;
}
