import type { ChaincodeDefinition, Channel as ChannelDefinition } from '../consortium/definition.js';
import { accessProblem, denied, isAllowed, type AccessPolicy, type SignedRequest } from './access.js';
import type { OrderedBlock } from './block.js';
import { settleConfig } from './channel-config-block.js';
import { CommitNotifier } from './commit-notifier.js';
import { commitBlock, type CommitterOptions } from './committer.js';
import { deployChaincode, type DeployedChaincode } from './deployed-chaincode.js';
import { LedgerStore } from './ledger-store.js';
import { createIdentityChecker, type IdentityChecker, type Msp } from './membership.js';
import type { Metrics } from './metrics.js';
import { Orderer, type OrderingRefusal } from './orderer.js';
import type { Peer } from './peer.js';
import { isSystemChaincode } from './system-namespaces.js';
import { checkProposal, type Proposal, type ProposalCheck } from './proposal.js';
import type { SigningIdentity } from './signing-identity.js';

export interface ChannelOptions {
    readonly definition: ChannelDefinition;
    readonly members: readonly Msp[];
    readonly ordererMsp: Msp;
    readonly orderer: SigningIdentity;
    readonly peers: readonly Peer[];
    readonly folder: string;
    readonly metrics: Metrics;
    readonly log: (line: string) => void;
}

/** One channel: its members, its chaincodes, its ledger, the order of its transactions. */
export class Channel {
    readonly name: string;
    readonly store: LedgerStore;
    readonly commits = new CommitNotifier();
    readonly checkIdentity: IdentityChecker;
    readonly #peers: readonly Peer[];
    readonly #mspIds: ReadonlySet<string>;
    readonly #chaincodes: Map<string, DeployedChaincode>;
    readonly #orderer: Orderer;
    readonly #metrics: Metrics;
    readonly #log: (line: string) => void;
    #committing: Promise<void> = Promise.resolve();
    #failure: string | undefined;

    private constructor(options: ChannelOptions, store: LedgerStore, configBlock: number) {
        const { definition, members, peers } = options;
        const mspIds = members.map(({ mspId }) => mspId);
        this.name = definition.name;
        this.store = store;
        this.#peers = peers.filter(({ mspId }) => mspIds.includes(mspId));
        this.checkIdentity = createIdentityChecker(members);
        this.#mspIds = new Set(mspIds);
        this.#chaincodes = new Map(
            definition.chaincodes.map((chaincode) => [chaincode.name, deployChaincode(chaincode, mspIds)]),
        );
        this.#log = options.log;
        this.#metrics = options.metrics;
        this.#metrics.height.set({ channel: this.name }, store.height);
        this.#orderer = new Orderer({
            channel: definition.name,
            batch: definition.batch,
            signer: options.orderer,
            checkIdentity: this.checkIdentity,
            metrics: options.metrics,
            next: { number: store.height, previousHash: store.savepoint.lastHeaderHash },
            lastConfig: configBlock,
            deliver: (block) => {
                this.#committing = this.#committing.then(() => this.#commit(block));
            },
        });
    }

    /** Opens the channel's ledger, or begins it. */
    static async open(options: ChannelOptions): Promise<Channel> {
        const { definition, members, ordererMsp, orderer } = options;
        const store = await LedgerStore.open(options.folder);
        const config = { batch: definition.batch, members, ordererMsp };
        return new Channel(options, store, await settleConfig(definition.name, config, store, orderer));
    }

    /** The members' peers that are expected to run. All of them have every chaincode of the channel. */
    get peers(): readonly Peer[] {
        return this.#peers.filter(({ presence }) => presence.isExpected);
    }

    /** Why nothing is committed any more, once that is so. */
    get failure(): string | undefined {
        return this.#failure;
    }

    hasMember(mspId: string): boolean {
        return this.#mspIds.has(mspId);
    }

    chaincode(name: string): DeployedChaincode | undefined {
        return this.#chaincodes.get(name);
    }

    /** Whether proposals may name this chaincode: one that is defined, or a system chaincode. */
    hasChaincode(name: string): boolean {
        return this.#chaincodes.has(name) || isSystemChaincode(name);
    }

    get chaincodes(): readonly DeployedChaincode[] {
        return [...this.#chaincodes.values()];
    }

    get mspIds(): readonly string[] {
        return [...this.#mspIds];
    }

    /**
     * Defines a chaincode, or defines it anew. Each organisation runs it on a server of its own, as peers do with
     * chaincode they know nothing about.
     * @throws {Error} when a policy cannot be read
     */
    deploy(definition: ChaincodeDefinition, sequence: number): DeployedChaincode {
        const deployed = deployChaincode(definition, this.mspIds, { sequence, isolated: true });
        this.#chaincodes.set(deployed.name, deployed);
        return deployed;
    }

    /** What every endorser checks first; the verdict is the same on each, so it is reached once. */
    checkProposal(proposal: Proposal): ProposalCheck {
        const check = checkProposal(proposal, this.checkIdentity);
        const { txId, creator } = proposal.header;
        const place = { channel: this.name, chaincode: proposal.chaincode };
        if (!check.accepted) {
            this.#metrics.proposalsReceived.inc();
            this.#metrics.proposalsInvalid.inc();
            return check;
        }
        if (this.store.transaction(txId) !== undefined) {
            this.#metrics.proposalsReceived.inc();
            this.#metrics.proposalsDuplicate.inc(place);
            const reason = `duplicate transaction found [${txId}]. Creator [${creator.toString('hex')}]`;
            return { accepted: false, reason };
        }
        // System chaincodes have rules of their own.
        if (!isSystemChaincode(proposal.chaincode) && !isAllowed('Writers', check.creator)) {
            this.#metrics.proposalsReceived.inc();
            this.#metrics.proposalsDenied.inc(place);
            return { accepted: false, reason: denied('Writers', this.name) };
        }
        return check;
    }

    accessProblem(policy: AccessPolicy, request: SignedRequest): string | undefined {
        return accessProblem(policy, this.name, request, this.checkIdentity);
    }

    order(envelope: Buffer): OrderingRefusal | undefined {
        return this.#failure !== undefined
            ? { status: 'SERVICE_UNAVAILABLE', info: 'the ledger cannot be written' }
            : this.#orderer.order(envelope);
    }

    /** Commits what was ordered, then closes the ledger. */
    async stop(): Promise<void> {
        this.#orderer.stop();
        await this.#committing;
        this.commits.wakeAll();
        await this.store.close();
    }

    async #commit(block: OrderedBlock): Promise<void> {
        if (this.#failure !== undefined) {
            return;
        }
        const options: CommitterOptions = {
            channel: this.name,
            store: this.store,
            checkIdentity: this.checkIdentity,
            chaincode: (name) => this.chaincode(name),
            metrics: this.#metrics,
        };
        try {
            this.commits.committed(block.number, await commitBlock(block, options));
        } catch (error) {
            this.#failure = `block ${block.number} is not committed, nothing more is: ${String(error)}`;
            this.#log(`[${this.name}] ${this.#failure}`);
        }
    }
}
