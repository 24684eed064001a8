import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Consortium } from '../consortium/definition.js';
import { NetworkRefusal } from './network-refusal.js';

/** @throws {NetworkRefusal} `CHAINCODE_NOT_BUILT` for the first chaincode whose module is not there */
export function requireBuiltChaincode(consortium: Consortium): void {
    for (const channel of consortium.channels) {
        for (const { name, path, main } of channel.chaincodes) {
            const file = join(path, main ?? 'package.json');
            if (existsSync(file)) continue;
            throw new NetworkRefusal(
                'CHAINCODE_NOT_BUILT',
                `the chaincode ${name} of the channel ${channel.name} lacks ${file}; run "npm run build", or correct its path`,
            );
        }
    }
}
