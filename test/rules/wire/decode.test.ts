import { decodeJson, listOf, nullOr, object, oneOf, text, wholeNumber } from '@quartier/rules/wire';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

const anything = text(() => undefined);
const person = object({ name: anything, age: wholeNumber(0, 150) }, { tags: listOf(anything, { most: 2 }) });
const reasonOf = (json: string): unknown => refusalOf(() => decodeJson(json, person, 'request')).details;

describe('decoding', () => {
    it('gives what was asked for', () => {
        expect(decodeJson('{"age":7,"name":"Ana"}', person, 'request')).to.deep.equal({ name: 'Ana', age: 7 });
        expect(decodeJson('{"age":7,"name":"Ana","tags":["x"]}', person, 'request').tags).to.deep.equal(['x']);
        expect(decodeJson('null', nullOr(anything), 'x')).to.equal(null);
        expect(decodeJson('15', oneOf([15, 30]), 'x')).to.equal(15);
    });

    it('names the place of what is missing, unknown or of another kind', () => {
        expect(reasonOf('{"name":"Ana"}')).to.deep.equal({ reason: 'request.age is missing' });
        expect(reasonOf('{"name":"Ana","age":1,"secret":2}')).to.deep.equal({
            reason: 'request has a member that is not one of: name, age, tags',
        });
        expect(reasonOf('{"name":5,"age":1}')).to.deep.equal({ reason: 'request.name must be a text' });
        expect(reasonOf('{"name":"Ana","age":1.5}')).to.deep.equal({
            reason: 'request.age must be a whole number from 0 to 150',
        });
        expect(reasonOf('{"name":"Ana","age":1,"tags":["a",1]}')).to.deep.equal({
            reason: 'request.tags[1] must be a text',
        });
        expect(reasonOf('{"name":"Ana","age":1,"tags":["a","b","c"]}')).to.deep.equal({
            reason: 'request.tags has more than 2 items',
        });
        expect(reasonOf('[]')).to.deep.equal({ reason: 'request must be an object' });
        expect(reasonOf('{"name":"Ana","age":1,"__proto__":{}}'))
            .to.have.property('reason')
            .that.includes('not one of');
        expect(refusalOf(() => decodeJson('2', oneOf([1]), 'x')).details).to.deep.equal({
            reason: 'x must be one of: 1',
        });
    });

    it('does not take inherited members for given ones', () => {
        const odd = object({ constructor: anything });
        expect(refusalOf(() => decodeJson('{}', odd, 'request')).details).to.deep.equal({
            reason: 'request.constructor is missing',
        });
    });

    it('repeats nothing of what it could not read', () => {
        expect(reasonOf('{"name": MeterOfAna')).to.deep.equal({ reason: 'request must be JSON' });
    });
});
