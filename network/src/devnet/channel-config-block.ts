import { common } from '@hyperledger/fabric-protos';
import { assembleBlock, createBlock, lastConfigBlock } from './block.js';
import { NO_BYTES } from './bytes.js';
import { commitConfig } from './committer.js';
import { createChannelConfig, createConfigEnvelope, type ChannelConfigOptions } from './channel-config.js';
import type { LedgerStore } from './ledger-store.js';
import type { SigningIdentity } from './signing-identity.js';
import { readEnvelope, readPayload } from './transaction.js';

/** The number of the block with the configuration in force, and what it says. */
interface ConfigBlock {
    readonly number: number;
    readonly config: common.Config;
}

/**
 * Sees to it that a ledger's configuration is what the channel's definition and its members' MSPs say: writes the first
 * block, or another one when something has changed. Resolves to the number of the block with the configuration.
 */
export async function settleConfig(
    channel: string,
    options: ChannelConfigOptions,
    store: LedgerStore,
    orderer: SigningIdentity,
): Promise<number> {
    const config = createChannelConfig(options);
    const current = await readConfig(store);
    if (current !== undefined) {
        if (sameGroup(config, current.config)) {
            return current.number;
        }
        config.setSequence(current.config.getSequence() + 1);
    }
    const number = store.height;
    const envelopes = [createConfigEnvelope(channel, config)];
    const previousHash = store.savepoint.lastHeaderHash;
    await commitConfig(createBlock({ number, previousHash, envelopes, lastConfig: number }, orderer), store);
    return number;
}

/** The configuration in the one transaction of a configuration block. */
export function configOf(block: common.Block): common.Config {
    const [envelope] = block.getData()?.getDataList_asU8() ?? [];
    const { data } = readPayload(readEnvelope(envelope ?? NO_BYTES).payload);
    return common.ConfigEnvelope.deserializeBinary(data).getConfig() ?? new common.Config();
}

async function readConfig(store: LedgerStore): Promise<ConfigBlock | undefined> {
    if (store.height === 0) {
        return undefined;
    }
    const last = store.blockFrame(store.height - 1) ?? NO_BYTES;
    const number = lastConfigBlock(common.Block.deserializeBinary(last));
    const block = assembleBlock(store.blockFrame(number) ?? NO_BYTES, await store.envelopes(number));
    return { number, config: configOf(block) };
}

function sameGroup(one: common.Config, other: common.Config): boolean {
    const bytes = (config: common.Config): Buffer => Buffer.from(config.getChannelGroup()?.serializeBinary() ?? []);
    return bytes(one).equals(bytes(other));
}
