import { createHmac, randomBytes } from 'node:crypto';

import {
    carpoolLimits,
    carpoolRoles,
    carpoolTransactions as transactions,
    type CampaignBatch,
    type CampaignRecord,
    type carpoolWire,
    type Match,
    type PublicRide,
    type RiderAccount,
    type RideRecord,
} from '@quartier/rules/mobility';

import type { Area } from '../../gateway/index.js';

import type { CarpoolClient } from './client.js';

/** The carpooling client over the area's chaincode. Replies are what the contract documents, so they are taken as typed. */
export function ledgerCarpoolClient(area: Area): CarpoolClient {
    const calls = newCalls(area);
    const { record, ask } = calls;
    const batchOf = async (campaign: string, sequence: number): Promise<CampaignBatch> => {
        const { batches } = (await ask(transactions.listBatches, {
            campaign,
            from: sequence,
        })) as carpoolWire.ListBatchesReply;
        const found = batches.find((batch) => batch.sequence === sequence);
        if (found === undefined) throw new TypeError(`The campaign ${campaign} has no batch ${String(sequence)}`);
        return found;
    };

    return {
        mspId: area.mspId,
        ...money(calls),
        ...riders(calls),
        ...rides(calls),
        judge: async (campaign, batch, { rides: settled = [], journeys = [] }) => {
            const size = carpoolLimits.journeysPerBatch;
            const judged = [];
            const parts = [
                ...chunks(settled, size).map((part) => ({ rides: part, journeys: [] })),
                ...chunks(journeys, size).map((part) => ({ rides: [], journeys: part })),
            ];
            for (const [index, part] of parts.entries()) {
                const request = { campaign, batch: nameOf(batch, index) };
                const { sequence } = (await record(
                    transactions.judgeJourneys,
                    request,
                    part,
                )) as carpoolWire.BatchReply;
                const done = await batchOf(campaign, sequence);
                if (done.kind === 'judged') judged.push(...done.journeys);
            }
            return judged;
        },
        returnJourneys: async (campaign, batch, returned) => {
            const [first] = returned.journeys;
            const request = { campaign, batch };
            const { sequence } = (await record(
                transactions.returnJourneys,
                request,
                returned,
                first?.operator,
            )) as carpoolWire.BatchReply;
            return batchOf(campaign, sequence);
        },
        batches: (campaign) => batches(calls, campaign),
    };
}

interface Calls {
    readonly mspId: string;
    readonly ask: (transaction: string, request: object, privatePart?: object) => Promise<unknown>;
    /** Endorsed by the caller and the registry; where the caller is that, by the operator that is named, or any. */
    readonly record: (
        transaction: string,
        request: object,
        privatePart?: object,
        operator?: string,
    ) => Promise<unknown>;
}

function newCalls(area: Area): Calls {
    const { mspId } = area;
    const other = async (operator: string | undefined): Promise<string> => {
        const { organisations } = await area.consortium();
        const holders = (role: string): readonly string[] =>
            Object.keys(organisations)
                .filter((id) => organisations[id]?.includes(role))
                .sort();
        const [registry] = holders(carpoolRoles.registry);
        if (registry !== undefined && registry !== mspId) return registry;
        return operator ?? holders(carpoolRoles.operator).find((id) => id !== mspId) ?? mspId;
    };
    const withPart = (privatePart?: object): { readonly privatePart?: object } =>
        privatePart === undefined ? {} : { privatePart };
    return {
        mspId,
        ask: (transaction, request, privatePart) =>
            area.evaluate({ transaction, request, ...withPart(privatePart), endorsers: [mspId] }),
        record: async (transaction, request, privatePart, operator) =>
            area.submit({
                transaction,
                request,
                ...withPart(privatePart),
                endorsers: [mspId, await other(operator)],
            }),
    };
}

type Money = Pick<CarpoolClient, 'fundCampaign' | 'getCampaign' | 'moveMoney' | 'balance'>;

function money({ ask, record }: Calls): Money {
    return {
        fundCampaign: async (funding) => (await record(transactions.fundCampaign, funding, newKey())) as CampaignRecord,
        getCampaign: async (campaign) => (await ask(transactions.getCampaign, { campaign })) as CampaignRecord,
        moveMoney: async ({ campaign, batch, ...move }) => {
            await record(transactions.moveMoney, { campaign, batch }, move);
        },
        balance: async (campaign, rider) => {
            const account = (await ask(transactions.getAccount, { campaign }, { rider })) as RiderAccount;
            return BigInt(account.balanceMicroEur);
        },
    };
}

type Riders = Pick<CarpoolClient, 'askPseudonyms' | 'issuePseudonyms' | 'pseudonyms' | 'eraseRider'>;

function riders({ ask, record }: Calls): Riders {
    const size = carpoolLimits.identitiesPerRequest;
    return {
        askPseudonyms: async (campaign, batch, identities) => {
            const ids: string[] = [];
            for (const [index, part] of chunks(identities, size).entries()) {
                const request = { campaign, batch: nameOf(batch, index) };
                await record(transactions.askPseudonyms, request, { identities: part, ...newKey() });
                ids.push(request.batch);
            }
            return ids;
        },
        issuePseudonyms: async (asked, secretKey) => {
            const { identities } = (await ask(transactions.getAsked, asked)) as carpoolWire.AskedReply;
            const issued = identities.map((identity) => ({
                identity,
                pseudonym: pseudonymOf(secretKey, asked.campaign, identity),
            }));
            if (issued.length > 0)
                await record(transactions.issuePseudonyms, asked, { riders: issued }, asked.operator);
            return issued.length;
        },
        pseudonyms: async (campaign, identities) => {
            const found = new Map<string, string>();
            for (const part of chunks(identities, size)) {
                const reply = await ask(transactions.getPseudonyms, { campaign }, { identities: part });
                for (const { identity, pseudonym } of (reply as carpoolWire.GetPseudonymsReply).riders)
                    found.set(identity, pseudonym);
            }
            return found;
        },
        eraseRider: async (campaign, identity) => {
            await record(transactions.eraseRider, { campaign }, { identity });
        },
    };
}

type Rides = Pick<
    CarpoolClient,
    'offerRide' | 'search' | 'listRides' | 'getRide' | 'requestSeats' | 'act' | 'closeBooking'
>;

function rides({ ask, record }: Calls): Rides {
    return {
        offerRide: async ({ campaign, offer, codes, telephone }) => {
            const secret = { ...telephone.offer(campaign, offer), ...(codes === undefined ? {} : { codes }) };
            await record(transactions.offerRide, { campaign, ride: offer.ride }, secret);
        },
        search: async (campaign, day, wish) => {
            const matches: Match[] = [];
            for await (const page of pages<carpoolWire.SearchRidesReply>((after) =>
                ask(transactions.searchRides, { campaign, day, ...after }, { wish }),
            ))
                matches.push(...page.matches);
            return matches.sort(
                (one, other) => one.walkMetres - other.walkMetres || one.waitSeconds - other.waitSeconds,
            );
        },
        listRides: async function* (campaign, day): AsyncGenerator<PublicRide, void> {
            for await (const page of pages<carpoolWire.ListRidesReply>((after) =>
                ask(transactions.listRides, { campaign, day, ...after }),
            ))
                yield* page.rides;
        },
        getRide: async (campaign, ride) => (await ask(transactions.getRide, { campaign, ride })) as RideRecord,
        requestSeats: async ({ campaign, ride, request, telephone }) => {
            const { booking } = request;
            await record(
                transactions.requestSeats,
                { campaign, ride, booking },
                telephone.request(campaign, ride, request),
            );
        },
        act: async (signed) => {
            const { campaign, ride, booking } = signed.act;
            await record(transactions.act, { campaign, ride, ...(booking === undefined ? {} : { booking }) }, signed);
        },
        closeBooking: async (booking) => {
            await record(transactions.closeBooking, booking);
        },
    };
}

async function* batches({ ask }: Calls, campaign: string): AsyncGenerator<CampaignBatch, void> {
    let from = 1;
    let last = 1;
    while (from <= last) {
        const reply = (await ask(transactions.listBatches, { campaign, from })) as carpoolWire.ListBatchesReply;
        yield* reply.batches;
        last = reply.last;
        from += carpoolLimits.batchesPerPage;
    }
}

async function* pages<Reply extends { readonly next?: string }>(
    ask: (after: { readonly after?: string }) => Promise<unknown>,
): AsyncGenerator<Reply, void> {
    let after: string | undefined;
    do {
        const reply = (await ask(after === undefined ? {} : { after })) as Reply;
        yield reply;
        after = reply.next;
    } while (after !== undefined);
}

/** 128 bits: nobody without the key can tell it from random, or finds the identity by trying. */
function pseudonymOf(secretKey: Uint8Array, campaign: string, identity: string): string {
    if (secretKey.length < 32) throw new TypeError('The key of pseudonyms has 32 bytes at least');
    return createHmac('sha256', secretKey)
        .update(JSON.stringify([campaign, identity]))
        .digest('hex')
        .slice(0, 32);
}

/** Taken only where the collection has no key yet. */
function newKey(): carpoolWire.CollectionKeyPrivate {
    return { collectionKey: randomBytes(32).toString('hex') };
}

/** The first keeps the caller's id. */
function nameOf(batch: string, index: number): string {
    return index === 0 ? batch : `${batch} ${String(index + 1)}`;
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
    return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
        items.slice(index * size, (index + 1) * size),
    );
}
