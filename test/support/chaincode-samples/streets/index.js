'use strict';

const { Contract } = require('fabric-contract-api');

const { consortiumContract, decided, openEvaluation } = require('@quartier/contracts/consortium');
const { listOf, object, text, wholeNumber } = require('@quartier/rules/wire');

const subjects = {
    speed: object({ kmPerHour: wholeNumber(1, 130) }),
    notices: listOf(
        text(() => undefined),
        { most: 10_000 },
    ),
};

/** Uses what is decided, as the transactions of an area do. */
class Streets extends Contract {
    constructor() {
        super('streets');
    }

    async SpeedOn(ctx, request) {
        const { state } = await openEvaluation(ctx);
        return JSON.stringify((await decided(state, 'speed', JSON.parse(request).day)) ?? null);
    }
}

module.exports.contracts = [Streets, consortiumContract(subjects)];
