import { chainContent, registerVehicle, type NewVehicle, type PassportRecord } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';
import { sha256 } from '../../support/sha256.js';
import { born, km, newCar, registrationOn } from './life-of.js';
import { car } from './readings-of.js';

const register = (vehicle: Partial<NewVehicle>, ...more: Parameters<typeof registrationOn>): PassportRecord =>
    registerVehicle({ ...newCar, ...vehicle }, 'passport', undefined, registrationOn(...more)).passport;
const enrolment = { author: 'CouncilMSP', origin: 'import' } as const;
const old: NewVehicle = { ...newCar, description: { ...car, firstRegistration: '2015-06-01' } };

describe('The birth of a vehicle', () => {
    it('starts its mileage at production, at nothing unless said otherwise', () => {
        expect(born()).to.deep.include({
            origin: 'birth',
            registeredBy: 'MakerMSP',
            state: 'in-use',
            holders: 0,
            eventCount: 1,
        });
        expect(born().readings).to.deep.equal([
            {
                event: 'MakerMSP:registration',
                number: 1,
                day: '2018-03-01',
                value: 0,
                unit: 'km',
                author: 'MakerMSP',
                kind: 'reading',
            },
        ]);
        expect(born({ reading: km(12) }).judgement).to.include({ rdwCode: '06', lastReadingM: '12000' });
    });

    it('may name the first holder', () => {
        expect(born({ holder: 'a'.repeat(64) })).to.include({ holder: 'a'.repeat(64), holders: 1 });
    });

    it('chains what was stated and the first reading', () => {
        const passport = born();
        expect(passport.link).to.equal(sha256(chainContent(passport.root, passport.events[0]!)));
    });

    it('is stated once: the same again changes nothing, another content is refused', () => {
        const standing = born();
        const context = registrationOn('2018-05-01', { transactionId: 'again' });
        expect(registerVehicle(newCar, 'passport', standing, context)).to.deep.equal({
            outcome: 'unchanged',
            passport: standing,
        });
        const other = { ...newCar, reading: km(5) };
        expect(refusalOf(() => registerVehicle(other, 'passport', standing, context))).to.deep.equal({
            code: 'VEHICLE_PASSPORT_EXISTS',
            details: { passport: 'passport', registeredBy: 'MakerMSP' },
        });
    });

    it('is stated by the maker of its code, once the codes are decided', () => {
        const code = (...more: Parameters<typeof registrationOn>): string =>
            refusalOf(() => register({}, ...more)).code;
        expect(code('2018-03-01', { author: 'OtherMSP' })).to.equal('VEHICLE_CODE_NOT_HELD');
        expect(code('2018-03-01', { manufacturers: undefined })).to.equal('VEHICLE_MANUFACTURERS_UNDECIDED');
    });

    it('has a day of production, not after the other days and not in the future', () => {
        const code = (description: object): string =>
            refusalOf(() => register({ description: { ...car, ...description } }, '2018-06-01')).code;
        expect(code({})).to.equal('VEHICLE_DESCRIPTION_INVALID');
        expect(code({ produced: '2018-03-01', firstRegistration: '2018-02-28' })).to.equal(
            'VEHICLE_DESCRIPTION_INVALID',
        );
        expect(code({ produced: '2018-03-01', purchased: '2018-02-28' })).to.equal('VEHICLE_DESCRIPTION_INVALID');
        expect(code({ produced: '2018-06-02' })).to.equal('VEHICLE_DAY_IN_FUTURE');
        expect(code({ produced: '2018-03-01', firstRegistration: '2018-06-02' })).to.equal('VEHICLE_DAY_IN_FUTURE');
    });
});

describe('The enrolment of a vehicle that exists', () => {
    const enrol = (vehicle: Partial<NewVehicle> = {}): PassportRecord =>
        register({ ...old, ...vehicle }, '2022-01-01', enrolment);

    it('is without an opinion, and needs no list of codes', () => {
        const passport = register({ ...old, reading: km(90_000) }, '2022-01-01', {
            ...enrolment,
            manufacturers: undefined,
        });
        expect(passport.judgement).to.include({ outcome: 'no-opinion', reason: 'IMPORTED', rdwCode: '05' });
        expect(passport.readings).to.have.length(1);
        expect(passport.readings[0]).to.include({ day: '2022-01-01', author: 'CouncilMSP' });
    });

    it('may know nothing of the mileage', () => {
        expect(enrol()).to.deep.include({ readings: [], eventCount: 0 });
        expect(enrol().link).to.equal(enrol().root);
    });

    it('takes a first reading of a day since its first registration', () => {
        const code = (readingDay: string, value = 1): string =>
            refusalOf(() => enrol({ reading: km(value), readingDay })).code;
        expect(code('2015-05-31')).to.equal('VEHICLE_DAY_BEFORE_VEHICLE');
        expect(code('2022-01-02')).to.equal('VEHICLE_DAY_IN_FUTURE');
        expect(code('2021-01-01', 1_000_000)).to.equal('VEHICLE_READING_ABOVE_CAPACITY');
        expect(enrol({ reading: km(1), readingDay: '2015-06-01' }).readings[0]?.day).to.equal('2015-06-01');
    });

    it('leaves the day of production to the maker', () => {
        expect(refusalOf(() => enrol(newCar)).code).to.equal('VEHICLE_DESCRIPTION_INVALID');
    });
});

describe('A vehicle without an odometer', () => {
    it('is known as one until something is read', () => {
        const bike: NewVehicle = {
            identity: { kind: 'serial', manufacturer: 'QC', serial: '7' },
            description: { ...car, category: 'bike', energy: 'human', produced: '2018-03-01' },
            reading: { status: 'no-odometer' },
        };
        const passport = register(bike, '2018-03-01');
        expect(passport).to.deep.include({ noOdometer: true, events: [] });
        expect(passport.judgement.reason).to.equal('NO_ODOMETER');
    });
});
