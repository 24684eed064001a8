import type { peer } from '@hyperledger/fabric-protos';
import type { TouchedKeys } from './simulator.js';

/** What became of a proposal on one peer. */
export type EndorserReply =
    | {
          readonly kind: 'endorsed';
          readonly response: peer.Response;
          /** The signed ProposalResponsePayload: equal, byte by byte, on every peer that agrees. */
          readonly payload: Buffer;
          readonly endorsement: peer.Endorsement;
          readonly touched: TouchedKeys;
      }
    /** The chaincode answered with an error. */
    | { readonly kind: 'chaincode-error'; readonly status: number; readonly message: string }
    /** The proposal is not one that may be run. */
    | { readonly kind: 'refused'; readonly message: string }
    /** No reply came from the peer; another peer might answer. */
    | { readonly kind: 'unavailable'; readonly message: string }
    /** The peer could not run the proposal; another peer might. */
    | { readonly kind: 'peer-error'; readonly message: string };
