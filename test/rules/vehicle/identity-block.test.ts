import { expect } from 'chai';

import { identityBlock } from '@quartier/rules/vehicle';

const ofVin = (vin: string): string => identityBlock({ kind: 'vin', vin });
const ofSerial = (serial: string): string => identityBlock({ kind: 'serial', manufacturer: 'QTR', serial });

describe('the block of a vehicle’s number', () => {
    it('is the number without its last two digits', () => {
        expect(ofVin('VF1RT1PBE30000010')).to.equal('vin:VF1RT1PBE300000');
        expect(ofVin('VF1RT1PBE30000099')).to.equal(ofVin('VF1RT1PBE30000010'));
        expect(ofVin('VF1RT1PBE30000100')).not.to.equal(ofVin('VF1RT1PBE30000099'));
        expect(ofSerial('bike/0012')).to.equal('serial:QTR:bike/00');
    });

    it('leaves a check digit out, which follows from the others', () => {
        expect(ofVin('1M8GDM9AXKP042788')).to.equal('vin:1M8GDM9AKP0427');
        expect(ofVin('1M8GDM9A1KP042789')).to.equal(ofVin('1M8GDM9AXKP042788'));
        expect(ofVin('VF1KG1PBE34488860')).to.equal('vin:VF1KG1PBE344888');
    });

    it('is the whole number where it does not end in two digits', () => {
        expect(ofVin('VF1RT1PBE3000001A')).to.equal('vin:VF1RT1PBE3000001A');
        expect(ofSerial('7')).to.equal('serial:QTR:7');
    });
});
