'use strict';

const { createHash } = require('node:crypto');

const { Contract } = require('fabric-contract-api');
const { KeyEndorsementPolicy } = require('fabric-shim');

/** Ids of the transactions that this server was given transient data with. */
const withTransient = new Set();

/** Each transaction does one thing to the ledger. Values are strings, lists are joined by commas. */
class LedgerProbe extends Contract {
    constructor() {
        super('probe');
    }

    async noop() {}

    async echo(ctx, text) {
        return text;
    }

    async echoTransient(ctx) {
        return Object.fromEntries([...ctx.stub.getTransient()].map(([name, value]) => [name, text(value)]));
    }

    async get(ctx, key) {
        return text(await ctx.stub.getState(key));
    }

    async put(ctx, key, value) {
        await ctx.stub.putState(key, Buffer.from(value));
    }

    async putBoth(ctx, key, value, other) {
        await this.put(ctx, key, value);
        await this.put(ctx, other, value);
    }

    async remove(ctx, key) {
        await ctx.stub.deleteState(key);
    }

    async append(ctx, key, value) {
        const before = text(await ctx.stub.getState(key));
        await ctx.stub.putState(key, Buffer.from(before + value));
        return text(await ctx.stub.getState(key));
    }

    async putMany(ctx, prefix, count) {
        for (let i = 0; i < Number(count); i += 1) {
            await ctx.stub.putState(prefix + String(i).padStart(4, '0'), Buffer.from(String(i)));
        }
    }

    async range(ctx, start, end) {
        return keysOf(ctx.stub.getStateByRange(start, end));
    }

    async entries(ctx, start, end) {
        const entries = {};
        for await (const { key, value } of ctx.stub.getStateByRange(start, end)) {
            entries[key] = text(value);
        }
        return entries;
    }

    async countInto(ctx, start, end, key) {
        const keys = await keysOf(ctx.stub.getStateByRange(start, end));
        await ctx.stub.putState(key, Buffer.from(String(keys.length)));
    }

    async page(ctx, start, end, size, bookmark) {
        const { iterator, metadata } = await ctx.stub.getStateByRangeWithPagination(start, end, Number(size), bookmark);
        const keys = [];
        for (let row = await iterator.next(); !row.done; row = await iterator.next()) {
            keys.push(row.value.key);
        }
        return { keys, bookmark: metadata.bookmark, count: metadata.fetchedRecordsCount };
    }

    async pageThenPut(ctx, start, end, key) {
        await this.page(ctx, start, end, '1', '');
        await ctx.stub.putState(key, Buffer.from('x'));
    }

    async composite(ctx, type, attributes) {
        await ctx.stub.putState(ctx.stub.createCompositeKey(type, attributes.split(',')), Buffer.from('x'));
    }

    async byPartialKey(ctx, type, attributes) {
        const keys = await keysOf(ctx.stub.getStateByPartialCompositeKey(type, attributes.split(',')));
        return keys.map((key) => ctx.stub.splitCompositeKey(key).attributes);
    }

    async history(ctx, key) {
        const versions = [];
        for await (const version of ctx.stub.getHistoryForKey(key)) {
            versions.push({
                value: version.isDelete ? null : Buffer.from(version.value).toString(),
                txId: version.txId,
            });
        }
        return versions;
    }

    async requireEndorsers(ctx, key, mspIds) {
        const policy = new KeyEndorsementPolicy();
        policy.addOrgs('PEER', ...mspIds.split(','));
        await ctx.stub.setStateValidationParameter(key, policy.getPolicy());
    }

    async setPolicy(ctx, key, policy) {
        await ctx.stub.setStateValidationParameter(key, Buffer.from(policy, 'base64'));
    }

    async endorsersOf(ctx, key) {
        const policy = await ctx.stub.getStateValidationParameter(key);
        return policy === undefined || policy.length === 0 ? [] : new KeyEndorsementPolicy(policy).listOrgs().sort();
    }

    async putWithEndorsers(ctx, key, value, mspIds) {
        await ctx.stub.putState(key, Buffer.from(value));
        await this.requireEndorsers(ctx, key, mspIds);
    }

    async requirePrivateEndorsers(ctx, collection, key, mspIds) {
        const policy = new KeyEndorsementPolicy();
        policy.addOrgs('PEER', ...mspIds.split(','));
        await ctx.stub.setPrivateDataValidationParameter(collection, key, policy.getPolicy());
    }

    async putPrivate(ctx, collection, key) {
        await ctx.stub.putPrivateData(collection, key, transientValue(ctx));
    }

    async putPrivateAndPut(ctx, collection, key, publicKey, value) {
        await this.putPrivate(ctx, collection, key);
        await this.put(ctx, publicKey, value);
    }

    async getPrivate(ctx, collection, key) {
        return text(await ctx.stub.getPrivateData(collection, key));
    }

    async getPrivateMany(ctx, collection, keys) {
        const values = [];
        for (const key of keys.split(',')) {
            values.push(text(await ctx.stub.getPrivateData(collection, key)));
        }
        return values;
    }

    async privateHash(ctx, collection, key) {
        return Buffer.from(await ctx.stub.getPrivateDataHash(collection, key)).toString('hex');
    }

    async hashInto(ctx, collection, key, publicKey) {
        await ctx.stub.putState(publicKey, await ctx.stub.getPrivateDataHash(collection, key));
    }

    async appendPrivate(ctx, collection, key) {
        const before = text(await ctx.stub.getPrivateData(collection, key));
        await ctx.stub.putPrivateData(collection, key, Buffer.concat([Buffer.from(before), transientValue(ctx)]));
    }

    async removePrivate(ctx, collection, key) {
        await ctx.stub.deletePrivateData(collection, key);
    }

    async purgePrivate(ctx, collection, key) {
        await ctx.stub.purgePrivateData(collection, key);
    }

    async privateRange(ctx, collection, start, end) {
        return keysOf(ctx.stub.getPrivateDataByRange(collection, start, end));
    }

    async putPrivateInTwo(ctx, first, second, key) {
        await ctx.stub.putPrivateData(first, key, transientValue(ctx));
        await ctx.stub.putPrivateData(second, key, transientValue(ctx));
    }

    async getPrivateThenPut(ctx, collection, key, publicKey) {
        const value = text(await ctx.stub.getPrivateData(collection, key));
        await ctx.stub.putState(publicKey, Buffer.from(String(value.length)));
    }

    async privateRangeThenPut(ctx, collection, start, end, key) {
        await this.privateRange(ctx, collection, start, end);
        await ctx.stub.putState(key, Buffer.from('x'));
    }

    async putThenPrivateRange(ctx, collection, start, end, key) {
        await ctx.stub.putState(key, Buffer.from('x'));
        return this.privateRange(ctx, collection, start, end);
    }

    async rangeThenGetPrivate(ctx, start, end, collection) {
        for (const key of await this.range(ctx, start, end)) {
            await ctx.stub.putState(`${key}-seen`, await ctx.stub.getPrivateData(collection, key));
        }
    }

    async matches(ctx, collection, key, publicKey) {
        withTransient.add(ctx.stub.getTxID());
        const hash = createHash('sha256').update(transientValue(ctx)).digest('hex');
        const isEqual = (await this.privateHash(ctx, collection, key)) === hash;
        await ctx.stub.putState(publicKey, Buffer.from(String(isEqual)));
    }

    async noteTransient(ctx, collection, key) {
        withTransient.add(ctx.stub.getTxID());
        await this.putPrivate(ctx, collection, key);
    }

    async sawTransient(ctx, txId) {
        return String(withTransient.has(txId));
    }

    async emit(ctx, name, payload) {
        ctx.stub.setEvent(name, Buffer.from(payload));
    }

    async emitTwo(ctx, first, second) {
        ctx.stub.setEvent(first, Buffer.from('1'));
        ctx.stub.setEvent(second, Buffer.from('2'));
    }

    async server() {
        return serverMspId();
    }

    async putServer(ctx, key) {
        await ctx.stub.putState(key, Buffer.from(serverMspId()));
    }

    async failAt(ctx, mspIds, message) {
        if (mspIds.split(',').includes(serverMspId())) {
            throw new Error(`${message} at ${serverMspId()}`);
        }
    }

    async disagreeAt(ctx, mspIds, key) {
        await ctx.stub.putState(key, Buffer.from(String(mspIds.split(',').includes(serverMspId()))));
    }

    async exitAt(ctx, mspIds) {
        if (mspIds.split(',').includes(serverMspId())) {
            process.exit(3);
        }
    }

    async fail(ctx, message) {
        throw new Error(message);
    }

    async random(ctx, key) {
        await ctx.stub.putState(key, Buffer.from(String(Math.random())));
    }

    async whoAmI(ctx) {
        return { mspId: ctx.clientIdentity.getMSPID(), serverMspId: serverMspId() };
    }

    async exit() {
        process.exit(3);
    }

    async wait(ctx, milliseconds) {
        await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
    }

    async call(ctx, chaincode, channel, args) {
        const response = await ctx.stub.invokeChaincode(chaincode, args.split(','), channel);
        return Buffer.from(response.payload).toString();
    }

    async callOutcome(ctx, chaincode, args) {
        const { status, message } = await ctx.stub.invokeChaincode(chaincode, args.split(','), '');
        return { status, message };
    }
}

function serverMspId() {
    return process.env.CORE_PEER_LOCALMSPID ?? '';
}

async function keysOf(results) {
    const keys = [];
    for await (const { key } of results) {
        keys.push(key);
    }
    return keys;
}

function transientValue(ctx) {
    return Buffer.from(ctx.stub.getTransient().get('value') ?? '');
}

function text(bytes) {
    return Buffer.from(bytes).toString();
}

module.exports.contracts = [LedgerProbe];
