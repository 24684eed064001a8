import { canonicalJson, parseRefusal, Refused, refusalSentence } from '@quartier/rules/wire';
import { energyRefusals } from '@quartier/rules/energy';
import { expect } from 'chai';
import fc from 'fast-check';

describe('canonical JSON', () => {
    it('orders members by the UTF-8 bytes of their names and leaves out what is undefined', () => {
        expect(canonicalJson({ b: 1, a: [true, null, 'x'], c: undefined })).to.equal('{"a":[true,null,"x"],"b":1}');
        expect(canonicalJson({ '\u{1F600}': 1, '\uFF5E': 2 })).to.equal('{"\uFF5E":2,"\u{1F600}":1}');
    });

    it('has no form for fractions, bigints and what is no plain object', () => {
        for (const value of [0.5, Number.NaN, 2 ** 53, 1n, new Date(0), new Map(), () => 1, undefined, [undefined]]) {
            expect(() => canonicalJson(value)).to.throw(TypeError);
        }
    });
});

describe('canonical JSON of any value', () => {
    const shuffled = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(shuffled);
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(
            Object.entries(value)
                .reverse()
                .map(([name, member]): [string, unknown] => [name, shuffled(member)]),
        );
    };
    const values = fc.letrec<{ value: unknown }>((tie) => ({
        value: fc.oneof(
            { maxDepth: 4 },
            fc.constant(null),
            fc.boolean(),
            fc.maxSafeInteger(),
            fc.string({ unit: 'binary' }),
            fc.array(tie('value'), { maxLength: 4 }),
            fc.dictionary(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(20).map(String)), tie('value'), {
                maxKeys: 5,
            }),
        ),
    })).value;

    it('is one text, whatever the order of its members, and is read back as the value', () => {
        fc.assert(
            fc.property(values, (value) => {
                const text = canonicalJson(value);
                expect(canonicalJson(shuffled(value))).to.equal(text);
                expect(canonicalJson(JSON.parse(text))).to.equal(text);
                expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
            }),
        );
    });

    it('spells members in order also where an object has its own order of them', () => {
        expect(canonicalJson({ 2: 'b', 10: 'a' })).to.equal('{"10":"a","2":"b"}');
    });
});

describe('refusal', () => {
    it('crosses the wire in its message, whatever stands before it', () => {
        const refused = new Refused('ENERGY_DAY_NOT_OVER', { day: '2016-06-30' });
        expect(refused.message).to.equal('ENERGY_DAY_NOT_OVER {"day":"2016-06-30"}');
        expect(parseRefusal(`chaincode response 500, ${refused.message}`)).to.deep.equal({
            code: 'ENERGY_DAY_NOT_OVER',
            details: { day: '2016-06-30' },
        });
        expect(parseRefusal('connection refused')).to.equal(undefined);
    });

    it('reads as a sentence in English and French', () => {
        const details = { day: '2016-06-30' };
        expect(refusalSentence(energyRefusals.ENERGY_DAY_NOT_OVER, details)).to.equal(
            'The day 2016-06-30 is not over yet.',
        );
        expect(refusalSentence(energyRefusals.ENERGY_DAY_NOT_OVER, details, 'fr')).to.equal(
            "Le jour 2016-06-30 n'est pas terminé.",
        );
    });

    it('leaves out what stands in brackets where its details are not known', () => {
        const text = { en: 'No{x}[ at {at:instant}].', fr: '', retry: 'never' } as const;
        expect(refusalSentence(text, { x: 1, at: 951_782_400 })).to.equal('No1 at 2000-02-29 00:00:00 UTC.');
        expect(refusalSentence(text, { x: 1 })).to.equal('No1.');
    });

    it('gives a known reason in French, any other as it is', () => {
        const text = { en: '{reason}', fr: '{reason}', retry: 'never', reasons: { late: 'tard' } } as const;
        expect(refusalSentence(text, { reason: 'late' })).to.equal('late');
        expect(refusalSentence(text, { reason: 'late' }, 'fr')).to.equal('tard');
        expect(refusalSentence(text, { reason: 'early' }, 'fr')).to.equal('early');
    });

    it('has the same details in both languages', () => {
        for (const { en, fr } of Object.values(energyRefusals)) {
            const named = (text: string): readonly string[] => (text.match(/\{\w+(?::\w+)?\}/gu) ?? []).toSorted();
            expect([...new Set(named(fr))]).to.deep.equal([...new Set(named(en))]);
        }
    });
});
