'use strict';

const { Contract } = require('fabric-contract-api');

const CONTRACTS = '../../../../chaincode/contracts/dist';
const { contracts } = require(`${CONTRACTS}/energy`);
const { bookOf } = require(`${CONTRACTS}/energy/community`);
const { readPostings } = require(`${CONTRACTS}/accounts`);
const { PrivateCollection } = require(`${CONTRACTS}/ledger`);

/** Reads what the area posted, which no transaction of it shows. */
class Books extends Contract {
    constructor() {
        super('books');
    }

    /** Balances of a community's accounts in a month, from its entries named: debits less credits. */
    async Balances(ctx, request) {
        const { community, month, entries } = JSON.parse(request);
        const collection = await PrivateCollection.open(ctx.stub, 'meteredData');
        const book = { book: bookOf(community), epoch: month, ids: entries };
        const balances = new Map();
        for (const { debit, credit, amount } of await readPostings(collection, book)) {
            balances.set(debit, (balances.get(debit) ?? 0n) + amount);
            balances.set(credit, (balances.get(credit) ?? 0n) - amount);
        }
        return JSON.stringify(Object.fromEntries([...balances].map(([account, sum]) => [account, sum.toString()])));
    }
}

module.exports.contracts = [...contracts, Books];
