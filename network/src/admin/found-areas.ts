import type { Contract } from '@hyperledger/fabric-gateway';
import type { ChaincodeDefinition, Consortium } from '../consortium/definition.js';
import { foundingContent, type FoundingContent } from '../consortium/founding.js';
import { type Administrator, connectAdministrator } from './administrator.js';
import { eventually } from './eventually.js';
import { messagesOf } from './gateway-messages.js';
import { NetworkRefusal } from './network-refusal.js';

/** What an area's chaincode says of its founding. */
interface AreaRecord extends FoundingContent {
    readonly ratifiedBy: readonly string[];
}

const DESCRIBE = 'consortium:Describe';
const NOT_FOUNDED = 'CONSORTIUM_NOT_FOUNDED';

/**
 * Founds each area of the consortium that asks for it: every member's administrator ratifies the same content, those
 * who have already are skipped. Resolves to the areas that were founded now, as `channel/chaincode`.
 * @throws {NetworkRefusal} `FOUNDING_DIFFERS` when the ledger holds another founding; `FOUNDING_REFUSED`
 */
export async function foundAreas(options: {
    readonly consortium: Consortium;
    readonly cryptoDir: string;
    readonly ports: ReadonlyMap<string, number>;
    /** A new ledger holds no founding, so its chaincode is not asked: each refusal would stand in its log as an error. */
    readonly isNewLedger: boolean;
}): Promise<void> {
    for (const channel of options.consortium.channels) {
        const areas = channel.chaincodes.filter(({ founding }) => founding !== undefined);
        if (areas.length === 0) continue;
        const members = options.consortium.organisations.filter(({ name }) => channel.organisations.includes(name));
        const administrators = await Promise.all(
            members.map((member) => connectAdministrator(member, options.cryptoDir, options.ports)),
        );
        try {
            for (const area of areas) await foundArea(channel.name, area, administrators, options.isNewLedger);
        } finally {
            for (const administrator of administrators) administrator.close();
        }
    }
}

async function foundArea(
    channel: string,
    { name, founding }: ChaincodeDefinition,
    administrators: readonly Administrator[],
    isNewLedger: boolean,
): Promise<void> {
    const [first] = administrators;
    if (founding === undefined || first === undefined) return;
    const record = isNewLedger ? undefined : await describe(first.contract(channel, name));
    if (record !== undefined && contentOf(record) !== founding.content) {
        throw new NetworkRefusal(
            'FOUNDING_DIFFERS',
            `the ledger of the channel ${channel} holds another founding of ${name} than the definition: ` +
                `${contentOf(record)} against ${founding.content}. Put the definition back, or use another data directory`,
        );
    }
    const missing = administrators.filter(({ mspId }) => record?.ratifiedBy.includes(mspId) !== true);
    // One after the other: each adds itself to the same record, and endorsers may yet be without the one before.
    for (const administrator of missing) {
        await ratify(administrator, administrator.contract(channel, name), founding);
    }
}

async function describe(contract: Contract): Promise<AreaRecord | undefined> {
    try {
        return JSON.parse(Buffer.from(await contract.evaluateTransaction(DESCRIBE)).toString()) as AreaRecord;
    } catch (error) {
        if (messagesOf(error).some((message) => message.includes(NOT_FOUNDED))) return undefined;
        throw error;
    }
}

async function ratify(
    { mspId }: Administrator,
    contract: Contract,
    { transaction, content }: { readonly transaction: string; readonly content: string },
): Promise<void> {
    try {
        await eventually(() => contract.submitTransaction(transaction, content));
    } catch (error) {
        const refused = messagesOf(error).find((message) => message.includes('chaincode response'));
        if (refused === undefined) throw error;
        const message = `the administrator of ${mspId} cannot ratify the founding: ${refused}`;
        throw new NetworkRefusal('FOUNDING_REFUSED', message, { cause: error });
    }
}

function contentOf({ area, organisations, collections, clockToleranceSeconds }: AreaRecord): string {
    return foundingContent({ area, organisations, collections, clockToleranceSeconds });
}
