import { readChaincode } from './chaincode.js';
import type { BatchSettings, Channel, Organisation } from './definition.js';
import { names } from './names.js';
import { choices, entries, expectMembers, isGiven, member, type Place, report, wholeNumberOr } from './place.js';

const BATCH: BatchSettings = {
    timeoutMs: 10,
    maxMessages: 500,
    preferredMaxBytes: 8 * 1024 * 1024,
    absoluteMaxBytes: 99 * 1024 * 1024,
};

/** A block costs every peer of the channel a signature check and a flush to disk, so fewer are cut. */
const FABRIC_BATCH: BatchSettings = { ...BATCH, timeoutMs: 250, maxMessages: 50 };

/** Reads the `channels` of a definition. `folder` is what relative paths start from. */
export function readChannels(place: Place, organisations: readonly Organisation[], folder: string): readonly Channel[] {
    const channels = entries(place, names.channel).map(([name, inner]) =>
        readChannel(name, inner, organisations, folder),
    );
    if (channels.length === 0) report(place, 'name at least one channel');
    return channels;
}

function readChannel(name: string, place: Place, organisations: readonly Organisation[], folder: string): Channel {
    expectMembers(place, ['organisations', 'batch', 'fabric', 'chaincodes']);
    const known = organisations.map((organisation) => organisation.name);
    const chosen = choices(member(place, 'organisations'), known, 'an organisation of this consortium');
    if (chosen.length === 0) report(member(place, 'organisations'), 'name the organisations that join the channel');
    const joined = organisations.filter((organisation) => chosen.includes(organisation.name));
    return {
        name,
        organisations: chosen,
        batch: readBatch(member(place, 'batch'), BATCH),
        fabric: { batch: readFabricBatch(member(place, 'fabric')) },
        chaincodes: entries(member(place, 'chaincodes'), names.chaincode).map(([chaincode, inner]) =>
            readChaincode(chaincode, inner, joined, folder),
        ),
    };
}

function readFabricBatch(place: Place): BatchSettings {
    if (!isGiven(place)) return FABRIC_BATCH;
    expectMembers(place, ['batch']);
    return readBatch(member(place, 'batch'), FABRIC_BATCH);
}

function readBatch(place: Place, unlessGiven: BatchSettings): BatchSettings {
    if (place.value === undefined) return unlessGiven;
    expectMembers(place, ['timeoutMs', 'maxMessages', 'preferredMaxBytes', 'absoluteMaxBytes']);
    const setting = (name: keyof BatchSettings, to: number): number =>
        wholeNumberOr(member(place, name), unlessGiven[name], { from: 1, to });
    const batch = {
        timeoutMs: setting('timeoutMs', 60_000),
        maxMessages: setting('maxMessages', 100_000),
        preferredMaxBytes: setting('preferredMaxBytes', BATCH.absoluteMaxBytes),
        absoluteMaxBytes: setting('absoluteMaxBytes', BATCH.absoluteMaxBytes),
    };
    if (batch.preferredMaxBytes > batch.absoluteMaxBytes) {
        report(member(place, 'preferredMaxBytes'), 'is above absoluteMaxBytes; lower it');
    }
    return batch;
}
