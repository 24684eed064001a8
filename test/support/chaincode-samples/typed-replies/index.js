'use strict';

const { Contract } = require('fabric-contract-api');

class Reading {
    constructor(wh, next) {
        this.wh = wh;
        this.next = next;
    }
}

/** Returns what the contract API has to write out itself, which it does through class-transformer. */
class TypedReplies extends Contract {
    async plain() {
        return { name: 'plain', list: [1, { two: 2 }] };
    }

    async instance() {
        return new Reading(1, new Reading(2, null));
    }

    async list() {
        return [new Reading(1, null), new Reading(2, null)];
    }

    async nothing() {}
}

module.exports.contracts = [TypedReplies];
