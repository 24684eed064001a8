import { expect } from 'chai';

import { layoutsOf } from '@quartier/network/dist/devnet/gateway/endorsement-layouts.js';
import type { Identity, NodeRole } from '@quartier/network/dist/identity/membership.js';
import {
    decodeSignaturePolicy,
    encodeSignaturePolicy,
    isSatisfied,
    parseSignaturePolicy,
} from '@quartier/network/dist/policy/signature-policy.js';

const identity = (mspId: string, role: NodeRole = 'peer', key = `${mspId}.${role}`): Identity => ({
    mspId,
    role,
    key,
    expiresAt: new Date(0),
    verify: () => true,
    verifyInPool: () => Promise.resolve(true),
});

const satisfied = (policy: string, ...identities: Identity[]): boolean =>
    isSatisfied(parseSignaturePolicy(policy), identities);

describe('signature policies', () => {
    it('ask for so many of their rules', () => {
        const policy = "OutOf(2, 'A.peer', 'B.peer', AND('C.peer', 'C.admin'))";
        expect(satisfied(policy, identity('A'), identity('B'))).to.equal(true);
        expect(satisfied(policy, identity('A'), identity('C'))).to.equal(false);
        expect(satisfied(policy, identity('A'), identity('C'), identity('C', 'admin'))).to.equal(true);
    });

    it('take any role for a member, and the role alone for the others', () => {
        expect(satisfied("OR('A.member')", identity('A', 'client'))).to.equal(true);
        expect(satisfied("OR('A.peer')", identity('A', 'client'))).to.equal(false);
    });

    it('give each identity to the first rule that takes it, as Fabric does, even where another order would do', () => {
        const [peer, admin] = [identity('A', 'peer'), identity('A', 'admin')];
        expect(satisfied("AND('A.peer', 'A.member')", peer, admin)).to.equal(true);
        expect(satisfied("AND('A.member', 'A.peer')", peer, admin)).to.equal(false);
    });

    it('are the same after they have been a message', () => {
        const policy = parseSignaturePolicy("AND('A.peer', OR('B.member', 'C.admin'))");
        expect(decodeSignaturePolicy(encodeSignaturePolicy(policy).serializeBinary())).to.deep.equal(policy);
    });

    it('are refused when they cannot be read', () => {
        for (const wrong of ['', "'A.peer' 'B.peer'", "AND('A.peer'", "OutOf(3, 'A.peer')", "OR('A.king')"]) {
            expect(() => parseSignaturePolicy(wrong), wrong).to.throw(/policy/);
        }
    });
});

describe('endorsement layouts', () => {
    const layouts = (...policies: string[]): unknown =>
        layoutsOf(policies.map(parseSignaturePolicy)).map((layout) => Object.fromEntries(layout));

    it('are the least sets of organisations whose peers satisfy a policy', () => {
        expect(layouts("OR('A.peer', AND('A.peer', 'B.peer'), 'C.member')")).to.deep.equal([{ A: 1 }, { C: 1 }]);
        expect(layouts("AND('A.peer', 'A.peer')")).to.deep.equal([{ A: 2 }]);
        expect(layouts("AND('A.client', 'B.peer')")).to.deep.equal([]);
    });

    it('satisfy several policies with the same peers', () => {
        const two = "OutOf(2, 'A.peer', 'B.peer', 'C.peer')";
        expect(layouts(two, "AND('B.peer', 'C.peer')")).to.deep.equal([{ B: 1, C: 1 }]);
        expect(layouts(two, "OR('D.peer')")).to.have.length(3);
    });
});
