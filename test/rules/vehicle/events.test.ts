import {
    acceptInput,
    claimInput,
    holderContent,
    offerInput,
    opensHolder,
    rolesFor,
    withdrawInput,
    type AppliedEvent,
    type EventContent,
    type EventInput,
    type PassportRecord,
    type VehicleRole,
} from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';
import { sha256 } from '../../support/sha256.js';
import { after, apply, born, km, organisations, type Given } from './life-of.js';

const service: EventContent = { kind: 'service', work: ['oil', 'filters'] };
const passed: EventContent = { kind: 'inspection', nature: 'periodic', result: 'passed', defects: [] };
const refused = (...args: Parameters<typeof apply>): string => refusalOf(() => apply(...args)).code;

describe('An event of a vehicle', () => {
    it('is recorded with its author, number and transaction, linked, and judged', () => {
        const { outcome, passport, event } = apply(born(), 'GarageMSP', service, {
            event: 'order-7',
            day: '2019-01-10',
            reading: km(20_000),
            on: '2019-01-11',
        });
        expect(outcome).to.equal('recorded');
        expect(event).to.include({ event: 'GarageMSP:order-7', number: 2, author: 'GarageMSP', day: '2019-01-10' });
        expect(passport).to.deep.include({ eventCount: 2, events: [...born().events, event] });
        expect(passport.link).to.not.equal(born().link);
        expect(passport.judgement).to.include({ outcome: 'logical', lastReadingM: '20000000' });
    });

    it('sent again changes nothing; another content under its id is refused', () => {
        const given: Given = { event: 'a', day: '2019-01-10', reading: km(20_000) };
        const first = apply(born(), 'GarageMSP', service, given);
        const again = apply(first.passport, 'GarageMSP', service, { ...given, on: '2020-01-01' });
        expect(again).to.deep.equal({ outcome: 'unchanged', passport: first.passport, event: first.event });
        expect(refused(first.passport, 'GarageMSP', service, { ...given, reading: km(2) })).to.equal(
            'VEHICLE_EVENT_EXISTS',
        );
        expect(apply(first.passport, 'OtherMSP', service, given).outcome).to.equal('recorded');
    });

    it('with a lower reading is recorded, never refused', () => {
        const high = after(born(), 'GarageMSP', service, { day: '2021-01-01', reading: km(180_000) });
        const low = after(high, 'OtherMSP', service, { day: '2021-06-01', reading: km(90_000) });
        expect(low.judgement).to.include({ outcome: 'illogical', rdwCode: '04' });
    });

    it('is neither of the future nor from before the vehicle', () => {
        const on = (day: string): string =>
            refused(born(), 'GarageMSP', service, { day, on: '2020-01-01', reading: km(1) });
        expect(on('2020-01-02')).to.equal('VEHICLE_DAY_IN_FUTURE');
        expect(on('2018-02-28')).to.equal('VEHICLE_DAY_BEFORE_VEHICLE');
    });
});

describe('Readings of events', () => {
    it('are asked of whoever stood before the odometer', () => {
        for (const content of [service, passed, { kind: 'odometer-rolled-over' } as const]) {
            expect(refused(born(), 'OtherMSP', content), content.kind).to.equal('VEHICLE_READING_MISSING');
        }
        const unreadable = { status: 'unreadable' } as const;
        expect(after(born(), 'OtherMSP', passed, { reading: unreadable }).readings).to.have.length(1);
        expect(refused(born(), 'OtherMSP', { kind: 'reading', source: 'declared' }, { reading: unreadable })).to.equal(
            'VEHICLE_READING_MISSING',
        );
    });

    it('cannot be denied of a car', () => {
        expect(refused(born(), 'OtherMSP', service, { reading: { status: 'no-odometer' } })).to.equal(
            'VEHICLE_ODOMETER_EXPECTED',
        );
    });

    it('stay within what the odometer shows', () => {
        expect(refused(born(), 'OtherMSP', service, { reading: km(1_000_000) })).to.equal(
            'VEHICLE_READING_ABOVE_CAPACITY',
        );
        const replaced: EventContent = { kind: 'odometer-replaced', before: 1_000_000 };
        expect(refused(born(), 'OtherMSP', replaced, { reading: km(0) })).to.equal('VEHICLE_READING_ABOVE_CAPACITY');
    });

    it('are not of papers', () => {
        expect(refused(born(), 'CouncilMSP', { kind: 'stolen' }, { reading: km(1) })).to.equal(
            'VEHICLE_READING_NOT_EXPECTED',
        );
    });

    it('may come with a scrapping or an export, and need not', () => {
        expect(after(born(), 'CouncilMSP', { kind: 'scrapped' }).readings).to.have.length(1);
        expect(after(born(), 'CouncilMSP', { kind: 'scrapped' }, { reading: km(9) }).readings).to.have.length(2);
    });
});

describe('Roles', () => {
    const table: readonly (readonly [EventContent, readonly VehicleRole[]])[] = [
        [{ kind: 'reading', source: 'connected' }, ['maker']],
        [{ kind: 'reading', source: 'declared' }, ['garage', 'registrar']],
        [{ kind: 'reading', source: 'stock-intake' }, ['garage', 'registrar']],
        [service, ['garage', 'maker']],
        [{ kind: 'accident-repaired', work: [] }, ['garage', 'maker']],
        [{ kind: 'odometer-replaced' }, ['garage', 'maker']],
        [{ kind: 'odometer-rolled-over' }, ['garage', 'maker']],
        [passed, ['inspection']],
        [{ kind: 'accident-assessed', outcome: 'repairable' }, ['inspection']],
        [{ kind: 'fit-for-road' }, ['inspection']],
        [{ kind: 'accident-declared', severity: 'light' }, ['garage', 'inspection', 'authority']],
        [{ kind: 'recall-opened', campaign: 'c', title: 't' }, ['maker']],
        [{ kind: 'recall-closed', campaign: 'c' }, ['maker']],
        [{ kind: 'pledged', pledge: 'p' }, ['authority']],
        [{ kind: 'pledge-released', pledge: 'p' }, ['authority']],
        [{ kind: 'stolen' }, ['authority']],
        [{ kind: 'found' }, ['authority']],
        [{ kind: 'exported', country: 'DE' }, ['authority']],
        [{ kind: 'returned' }, ['authority']],
        [{ kind: 'scrapped' }, ['authority']],
        [{ kind: 'holder-claimed', holder: 'h' }, ['registrar']],
        [{ kind: 'holder-offered', transfer: 't', acceptanceHash: 'h' }, ['registrar']],
        [{ kind: 'holder-offer-withdrawn', transfer: 't' }, ['registrar']],
        [{ kind: 'holder-changed', transfer: 't', holder: 'h' }, ['registrar']],
        [{ kind: 'clone-suspected' }, ['authority', 'inspection', 'maker', 'garage', 'registrar']],
    ];

    it('say who records what, and everybody else is refused', () => {
        for (const [content, roles] of table) {
            expect([...rolesFor(content)].sort(), content.kind).to.deep.equal([...roles].sort());
            for (const [mspId, held] of Object.entries(organisations)) {
                if (roles.some((role) => held.includes(role))) continue;
                expect(refused(born(), mspId, content), `${mspId} ${content.kind}`).to.equal('VEHICLE_ROLE_MISSING');
            }
        }
    });
});

describe('The state of a vehicle', () => {
    const stolen = after(born(), 'CouncilMSP', { kind: 'stolen' });
    const exported = after(born(), 'CouncilMSP', { kind: 'exported', country: 'DE' });
    const scrapped = after(born(), 'CouncilMSP', { kind: 'scrapped' });

    it('changes by theft, export, return and scrapping', () => {
        expect(stolen.state).to.equal('stolen');
        expect(after(stolen, 'CouncilMSP', { kind: 'found' }).state).to.equal('in-use');
        expect(after(exported, 'CouncilMSP', { kind: 'returned' }).state).to.equal('in-use');
        expect(after(stolen, 'CouncilMSP', { kind: 'scrapped' })).to.include({
            state: 'scrapped',
            stateBeforeScrapping: 'stolen',
        });
    });

    it('refuses what cannot follow', () => {
        const table: readonly (readonly [PassportRecord, EventContent, string])[] = [
            [born(), { kind: 'found' }, 'VEHICLE_STATE_FORBIDS'],
            [born(), { kind: 'returned' }, 'VEHICLE_STATE_FORBIDS'],
            [stolen, { kind: 'stolen' }, 'VEHICLE_STATE_FORBIDS'],
            [stolen, { kind: 'pledged', pledge: 'p' }, 'VEHICLE_STATE_FORBIDS'],
            [stolen, { kind: 'holder-claimed', holder: 'h' }, 'VEHICLE_STOLEN'],
            [exported, { kind: 'exported', country: 'ES' }, 'VEHICLE_STATE_FORBIDS'],
            [exported, { kind: 'holder-claimed', holder: 'h' }, 'VEHICLE_STATE_FORBIDS'],
            [scrapped, { kind: 'scrapped' }, 'VEHICLE_SCRAPPED'],
            [scrapped, { kind: 'found' }, 'VEHICLE_SCRAPPED'],
        ];
        for (const [passport, content, code] of table) {
            expect(refused(passport, 'CouncilMSP', content), content.kind).to.equal(code);
        }
        expect(refused(scrapped, 'GarageMSP', service, { reading: km(1) })).to.equal('VEHICLE_SCRAPPED');
    });

    it('records what is seen of a stolen or exported vehicle', () => {
        for (const passport of [stolen, exported]) {
            expect(after(passport, 'GarageMSP', service, { reading: km(9) }).eventCount).to.equal(3);
        }
    });
});

describe('An accident', () => {
    const declared = after(born(), 'GarageMSP', { kind: 'accident-declared', severity: 'serious' });
    const assessed = after(declared, 'CouncilMSP', { kind: 'accident-assessed', outcome: 'repairable' });
    const repaired = after(assessed, 'GarageMSP', { kind: 'accident-repaired', work: ['chassis'] });

    it('is declared, assessed, repaired, and over when the vehicle is fit for the road', () => {
        expect([declared, assessed, repaired].map(({ accident }) => accident)).to.deep.equal([
            'declared',
            'assessed',
            'repaired',
        ]);
        expect(after(repaired, 'CouncilMSP', { kind: 'fit-for-road' }).accident).to.equal(undefined);
    });

    it('does not skip a step, and a total loss is not repaired', () => {
        const order = (passport: PassportRecord, content: EventContent): string =>
            refused(passport, 'OtherMSP', content);
        expect(order(born(), { kind: 'fit-for-road' })).to.equal('VEHICLE_ACCIDENT_ORDER');
        expect(order(declared, { kind: 'accident-repaired', work: [] })).to.equal('VEHICLE_ACCIDENT_ORDER');
        expect(order(declared, { kind: 'fit-for-road' })).to.equal('VEHICLE_ACCIDENT_ORDER');
        const lost = after(declared, 'CouncilMSP', { kind: 'accident-assessed', outcome: 'total-loss' });
        expect(lost.accident).to.equal('total-loss');
        expect(order(lost, { kind: 'accident-repaired', work: [] })).to.equal('VEHICLE_ACCIDENT_ORDER');
        expect(after(lost, 'OtherMSP', { kind: 'accident-assessed', outcome: 'repairable' }).accident).to.equal(
            'assessed',
        );
    });
});

describe('Recalls and pledges', () => {
    const opened: EventContent = { kind: 'recall-opened', campaign: 'airbag', title: 'Airbag inflator' };
    const recalled = after(born(), 'MakerMSP', opened);

    it('of a maker are of its own campaigns and make', () => {
        expect(recalled.openRecalls).to.deep.equal(['MakerMSP:airbag']);
        expect(refused(recalled, 'MakerMSP', opened)).to.equal('VEHICLE_RECALL_OPEN');
        const closed: EventContent = { kind: 'recall-closed', campaign: 'airbag' };
        const another = { roles: ['maker'] };
        expect(refused(born(), 'GarageMSP', opened, { context: another })).to.equal('VEHICLE_RECALL_NOT_OWN_MAKE');
        const itself = { ...another, holdsCode: true };
        expect(refused(recalled, 'GarageMSP', closed, { context: itself })).to.equal('VEHICLE_RECALL_UNKNOWN');
        expect(after(recalled, 'MakerMSP', closed).openRecalls).to.deep.equal([]);
    });

    it('of a lender stand until they are released', () => {
        const pledged = after(born(), 'CouncilMSP', { kind: 'pledged', pledge: 'loan' });
        expect(pledged.pledges).to.deep.equal(['loan']);
        expect(refused(pledged, 'CouncilMSP', { kind: 'pledged', pledge: 'loan' })).to.equal('VEHICLE_PLEDGE_EXISTS');
        expect(refused(pledged, 'CouncilMSP', { kind: 'pledge-released', pledge: 'x' })).to.equal(
            'VEHICLE_PLEDGE_UNKNOWN',
        );
        expect(after(pledged, 'CouncilMSP', { kind: 'pledge-released', pledge: 'loan' }).pledges).to.deep.equal([]);
    });
});

describe('What is due', () => {
    it('is by the newest work that says so, in whatever order it came', () => {
        const due = (work: string): EventContent => ({ kind: 'service', work: [], nextDue: { work: [work] } });
        const newest = after(born(), 'GarageMSP', due('belt'), { day: '2022-01-01', reading: km(50) });
        const late = after(newest, 'GarageMSP', due('oil'), { day: '2021-01-01', on: '2022-02-01', reading: km(40) });
        expect(late.nextDue).to.deep.include({ work: ['belt'], since: '2022-01-01' });
        const silent = after(late, 'GarageMSP', service, { day: '2022-03-01', reading: km(60) });
        expect(silent.nextDue?.work).to.deep.equal(['belt']);
    });

    it('is the next inspection too', () => {
        const content: EventContent = { ...passed, validUntil: '2024-01-01' };
        expect(after(born(), 'CouncilMSP', content, { reading: km(50) }).inspection).to.deep.include({
            day: '2022-01-01',
            result: 'passed',
            validUntil: '2024-01-01',
        });
    });
});

describe('A replacement of the odometer', () => {
    const replacement: EventContent = { kind: 'odometer-replaced', before: 80_000 };
    const replaced = after(born(), 'GarageMSP', replacement, { event: 'r', reading: km(5) });
    const attest = (author: string, more: object = {}, reading = km(5)): AppliedEvent =>
        apply(replaced, author, { ...replacement, attests: 'GarageMSP:r', ...more }, { reading });

    it('leaves an opinion once another organisation attests both figures', () => {
        expect(replaced.judgement.rdwCode).to.equal('02');
        expect(attest('MakerMSP').passport.judgement.reason).to.equal('RISING_WITH_ATTESTED_REPLACEMENT');
    });

    it('is not attested by its author, of what is not known, or with other figures', () => {
        const code = (...args: Parameters<typeof attest>): string => refusalOf(() => attest(...args)).code;
        expect(code('GarageMSP')).to.equal('VEHICLE_OWN_CONFIRMATION');
        expect(code('MakerMSP', { attests: 'GarageMSP:x' })).to.equal('VEHICLE_EVENT_UNKNOWN');
        expect(code('MakerMSP', { before: 79_999 })).to.equal('VEHICLE_ATTESTATION_DIFFERS');
        expect(code('MakerMSP', {}, km(6))).to.equal('VEHICLE_ATTESTATION_DIFFERS');
        expect(code('StrangerMSP')).to.equal('VEHICLE_ROLE_MISSING');
    });
});

describe('A change of holder', () => {
    const seller = { holder: 'seller', salt: 's'.repeat(16) };
    const code = 'c'.repeat(16);
    const held = born({ holder: sha256(holderContent(seller)) });
    const ask = { passport: 'passport', transfer: 'sale', day: '2022-01-01' };
    const accept = acceptInput({ ...ask, holder: 'f'.repeat(64), reading: km(9) });
    const offer = offerInput({ ...ask, acceptanceHash: sha256(code) });
    const send = (passport: PassportRecord, { content, ...rest }: EventInput, proof: object = {}): AppliedEvent =>
        apply(passport, 'OtherMSP', content, { ...rest, context: { proof } });
    const offered = send(held, offer, { opening: seller }).passport;

    it('takes the seller’s opening, then the code that the buyer has from it', () => {
        expect(offered.transfer).to.deep.include({ transfer: 'sale', offeredBy: 'OtherMSP' });
        const sold = send(offered, accept, { acceptanceCode: code }).passport;
        expect(sold).to.deep.include({ holder: 'f'.repeat(64), holders: 2 });
        expect(sold.transfer).to.equal(undefined);
        expect(sold.readings.at(-1)).to.include({ kind: 'holder-changed', value: 9 });
        expect(send(sold, accept, {}).outcome).to.equal('unchanged');
    });

    it('is refused by its step', () => {
        const code = (passport: PassportRecord, input: EventInput, proof: object = {}): string =>
            refusalOf(() => send(passport, input, proof)).code;
        expect(code(born(), offer, { opening: seller })).to.equal('VEHICLE_HOLDER_MISSING');
        expect(code(held, offer, { opening: { ...seller, salt: 't'.repeat(16) } })).to.equal(
            'VEHICLE_HOLDER_OPENING_WRONG',
        );
        expect(code(held, offer)).to.equal('VEHICLE_HOLDER_OPENING_WRONG');
        expect(code(held, accept, { acceptanceCode: 'x' })).to.equal('VEHICLE_TRANSFER_UNKNOWN');
        expect(code(offered, accept, { acceptanceCode: 'x' })).to.equal('VEHICLE_ACCEPTANCE_CODE_WRONG');
        const second = { ...offer, event: 'other/offered' };
        expect(code(offered, second, { opening: seller })).to.equal('VEHICLE_TRANSFER_PENDING');
        const stolen = after(offered, 'CouncilMSP', { kind: 'stolen' });
        expect(code(stolen, accept, { acceptanceCode: 'c'.repeat(16) })).to.equal('VEHICLE_STOLEN');
        const crashed = after(offered, 'GarageMSP', { kind: 'accident-declared', severity: 'light' });
        expect(code(crashed, accept, { acceptanceCode: 'c'.repeat(16) })).to.equal('VEHICLE_ACCIDENT_UNDECIDED');
    });

    it('is withdrawn by whoever holds the vehicle', () => {
        const withdraw = withdrawInput(ask);
        expect(send(offered, withdraw, { opening: seller }).passport.transfer).to.equal(undefined);
        expect(refusalOf(() => send(offered, withdraw)).code).to.equal('VEHICLE_HOLDER_OPENING_WRONG');
    });

    it('begins with a claim where nobody holds it', () => {
        const claim = claimInput({ passport: 'passport', event: 'claim', day: '2022-01-01', holder: 'e'.repeat(64) });
        expect(send(born(), claim).passport).to.include({ holder: 'e'.repeat(64), holders: 1 });
        expect(refusalOf(() => send(held, claim)).code).to.equal('VEHICLE_HOLDER_EXISTS');
    });

    it('is proved by the opening alone', () => {
        expect(opensHolder(held, seller, sha256)).to.equal(true);
        expect(opensHolder(held, { ...seller, holder: 'other' }, sha256)).to.equal(false);
        expect(opensHolder(born(), seller, sha256)).to.equal(false);
    });
});
