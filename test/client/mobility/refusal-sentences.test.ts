import { mobilityCatalogue, mobilitySentence, refusedLegDetails } from '@quartier/client';
import { legReasons, mobilityRefusals } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { legOf } from '../../support/legs.js';

const languages = ['en', 'fr'] as const;

/** What the ledger can refuse of one record of a batch. */
const codesOfRecords = [
    'MOBILITY_CREDIT_INVALID',
    'MOBILITY_CREDIT_LINE_EXCEEDED',
    'MOBILITY_DISPUTES_TOO_MANY',
    'MOBILITY_LANE_FULL',
    'MOBILITY_LEG_CONFLICT',
    'MOBILITY_LEG_INVALID',
    'MOBILITY_LEG_OF_ANOTHER',
    'MOBILITY_LEG_UNKNOWN',
    'MOBILITY_OUTSIDE_ZONE_TABLE',
    'MOBILITY_REFUND_ABOVE_PAID',
    'MOBILITY_SUBSCRIPTION_NOT_ACTIVE',
    'MOBILITY_SUBSCRIPTION_UNKNOWN',
    'MOBILITY_SURGE_ABOVE_TARIFF',
    'MOBILITY_TARIFF_NOT_IN_FORCE',
    'MOBILITY_TARIFF_UNKNOWN',
    'MOBILITY_TERMS_NOT_DECIDED',
    'MOBILITY_WINDOW_NONE_OPEN',
] as const satisfies readonly (keyof typeof mobilityRefusals)[];

const needsReason = (code: string): boolean => mobilityCatalogue[code]?.en.includes('{reason}') ?? false;

describe('What a person reads of a record that is refused', () => {
    const record = { ...legOf(), surgePpm: 600_000 };

    it('has no gap in either language, though its outcome carries no more than a code and a reason', () => {
        for (const code of codesOfRecords) {
            const reason = needsReason(code) ? 'it ends in the future' : undefined;
            const details = refusedLegDetails({ by: 'WheelsMSP', record, code, reason });
            for (const language of languages)
                expect(mobilitySentence(code, details, language), code).not.to.match(/[?…{}[\]]/u);
        }
    });

    it('never has a question mark, whatever code a ledger gives it', () => {
        for (const code of [...Object.keys(mobilityCatalogue), 'MOBILITY_OF_A_NEWER_LEDGER']) {
            const details = refusedLegDetails({ by: 'WheelsMSP', record, code });
            for (const language of languages)
                expect(mobilitySentence(code, details, language), code).not.to.include('?');
        }
    });

    it('names operator, seller, tariff and version of the record', () => {
        const sentenceOf = (code: string): string =>
            mobilitySentence(code, refusedLegDetails({ by: 'WheelsMSP', record, code }));
        expect(sentenceOf('MOBILITY_TARIFF_UNKNOWN')).to.equal(
            `${record.operator} has published no version ${String(record.tariffVersion)} of the tariff ${record.tariff}.`,
        );
        expect(sentenceOf('MOBILITY_PAIR_NONE')).to.include(
            `${record.operator} and ${record.seller} share no collection`,
        );
    });

    it('gives every fixed reason of a leg in French', () => {
        for (const reason of Object.keys(legReasons)) {
            const sentence = mobilitySentence('MOBILITY_LEG_INVALID', { reason }, 'fr');
            expect(sentence).not.to.include(reason);
        }
        expect(mobilitySentence('MOBILITY_LEG_INVALID', { reason: 'it ends in the future' }, 'fr')).to.equal(
            'Le trajet est inutilisable : il finit dans le futur.',
        );
        expect(mobilitySentence('MOBILITY_LEG_VALUE', { column: 'leg', reason: 'is empty' }, 'fr')).to.equal(
            'leg est vide.',
        );
    });
});

describe('Instants in the sentences of the mobility area', () => {
    it('are a date and a time in UTC', () => {
        const instants = { arrivedAt: 1_772_323_200, endedAt: 1_772_319_605 };
        expect(mobilitySentence('MOBILITY_WINDOW_NONE_OPEN', instants)).to.equal(
            'No window is open at 2026-03-01 00:00:00 UTC for a leg that ended at 2026-02-28 23:00:05 UTC. Open the next window first.',
        );
    });

    it('are named as instants wherever a sentence has one', () => {
        const named = /\{(?:at|now|until|deadline|arrivedAt|endedAt|earliest|instant)\}/u;
        for (const [code, { en, fr }] of Object.entries(mobilityRefusals))
            expect(`${en} ${fr}`, code).not.to.match(named);
    });
});
