import type { ChaincodeDefinition, Channel as ChannelDefinition } from '../consortium/definition.js';
import { createIdentityChecker, type IdentityChecker, type Msp } from '../identity/membership.js';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { accessProblem, denied, isAllowed, type AccessPolicy, type SignedRequest } from './access.js';
import type { OrderedBlock } from '../ledger/block.js';
import { changedConfig, settleConfig, type ChannelConfigOptions } from './channel-config.js';
import { CommitNotifier } from './commit-notifier.js';
import { CODES_OF_READS, commitBlock, commitConfig, nameOfCode, type CommittedBlock } from '../ledger/committer.js';
import { deployChaincode, type DeployedChaincode } from '../ledger/deployed-chaincode.js';
import { LedgerStore } from '../ledger/ledger-store.js';
import type { Metrics } from './metrics.js';
import { Orderer, type OrderingRefusal } from './orderer.js';
import type { Peer } from './peer.js';
import { isSystemChaincode } from './system-chaincode-names.js';
import { checkProposal, type Proposal, type ProposalCheck } from '../ledger/proposal.js';

export interface ChannelOptions {
    readonly definition: ChannelDefinition;
    readonly members: readonly Msp[];
    readonly ordererMsp: Msp;
    readonly orderer: SigningIdentity;
    /** `host:port` of the orderer, as its clients reach it. */
    readonly ordererAddress: string;
    readonly peers: readonly Peer[];
    readonly folder: string;
    readonly metrics: Metrics;
    readonly log: (line: string) => void;
}

/** One channel: its members, its chaincodes, its ledger, the order of its transactions. */
export class Channel {
    readonly name: string;
    readonly mspIds: readonly string[];
    readonly store: LedgerStore;
    readonly commits = new CommitNotifier();
    /** By the configuration in force. */
    readonly checkIdentity: IdentityChecker = (serialized) => this.#checkIdentity(serialized);
    readonly #options: ChannelOptions;
    readonly #chaincodes: Map<string, DeployedChaincode>;
    readonly #orderer: Orderer;
    #checkIdentity: IdentityChecker;
    #committing: Promise<void> = Promise.resolve();
    #failure: string | undefined;

    private constructor(options: ChannelOptions, store: LedgerStore, lastConfig: number) {
        const { definition, members, metrics } = options;
        this.name = definition.name;
        this.mspIds = members.map(({ mspId }) => mspId);
        this.store = store;
        this.#checkIdentity = createIdentityChecker(members);
        this.#options = options;
        this.#chaincodes = new Map(
            definition.chaincodes.map((chaincode) => [chaincode.name, deployChaincode(chaincode, this.mspIds)]),
        );
        metrics.height.set({ channel: this.name }, store.height);
        this.#orderer = new Orderer({
            channel: definition.name,
            batch: definition.batch,
            signer: options.orderer,
            checkIdentity: this.checkIdentity,
            metrics,
            next: { number: store.height, previousHash: store.savepoint.lastHeaderHash },
            lastConfig,
            deliver: (block) => {
                this.#committing = this.#committing.then(() => this.#commit(block));
            },
        });
    }

    /** Opens the channel's ledger, or begins it. */
    static async open(options: ChannelOptions): Promise<Channel> {
        const { definition, orderer, folder } = options;
        const store = await LedgerStore.open(folder);
        return new Channel(options, store, await settleConfig(definition.name, configOptions(options), store, orderer));
    }

    /** Puts the members' MSPs as they are now into the configuration, in a block of its own; resolves when it holds. */
    async reconfigure(members: readonly Msp[]): Promise<void> {
        await this.#committing;
        const config = configOptions({ ...this.#options, members });
        const envelope = await changedConfig(this.name, config, this.store);
        if (envelope === undefined) return;
        const block = this.#orderer.configure(envelope);
        this.#committing = this.#committing.then(async () => {
            if (this.#failure !== undefined) return;
            await commitConfig(block, this.store);
            this.#checkIdentity = createIdentityChecker(members);
            this.commits.committed(block.number, []);
        });
        await this.#committing;
    }

    /** The members' peers that are expected to run. All of them have every chaincode of the channel. */
    get peers(): readonly Peer[] {
        return this.#options.peers.filter(({ mspId, isExpected }) => isExpected && this.hasMember(mspId));
    }

    /** Why nothing is committed any more, once that is so. */
    get failure(): string | undefined {
        return this.#failure;
    }

    hasMember(mspId: string): boolean {
        return this.mspIds.includes(mspId);
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

    /**
     * Defines a chaincode, or defines it anew. Each organisation runs it on a server of its own, as peers do with
     * chaincode they know nothing about.
     * @throws {Error} when a policy cannot be read
     */
    deploy(definition: ChaincodeDefinition, sequence: number): void {
        const deployed = deployChaincode(definition, this.mspIds, { sequence, isolated: true });
        this.#chaincodes.set(deployed.name, deployed);
    }

    /** What every endorser checks first; the verdict is the same on each, so it is reached once. */
    checkProposal(proposal: Proposal): ProposalCheck {
        const check = checkProposal(proposal, this.checkIdentity);
        const refusal = check.accepted ? this.#refusal(proposal, check) : check;
        if (refusal === undefined) return check;
        this.#options.metrics.proposalsReceived.inc();
        if (refusal === check) this.#options.metrics.proposalsInvalid.inc();
        return refusal;
    }

    accessProblem(policy: AccessPolicy, request: SignedRequest): string | undefined {
        return accessProblem(policy, this.name, request, this.checkIdentity);
    }

    order(envelope: Buffer): OrderingRefusal | undefined {
        return this.#failure === undefined
            ? this.#orderer.order(envelope)
            : { status: 'SERVICE_UNAVAILABLE', info: 'the ledger cannot be written' };
    }

    /** Commits what was ordered, then closes the ledger. */
    async stop(): Promise<void> {
        this.#orderer.stop();
        await this.#committing;
        this.commits.wakeAll();
        await this.store.close();
    }

    #refusal(
        { header: { txId, creator }, chaincode }: Proposal,
        check: ProposalCheck & { readonly accepted: true },
    ): ProposalCheck | undefined {
        const { metrics } = this.#options;
        const place = { channel: this.name, chaincode };
        if (this.store.transaction(txId) !== undefined) {
            metrics.proposalsDuplicate.inc(place);
            const reason = `duplicate transaction found [${txId}]. Creator [${creator.toString('hex')}]`;
            return { accepted: false, reason };
        }
        // System chaincodes have rules of their own.
        if (isSystemChaincode(chaincode) || isAllowed('Writers', check.creator)) return undefined;
        metrics.proposalsDenied.inc(place);
        return { accepted: false, reason: denied('Writers', this.name) };
    }

    async #commit(block: OrderedBlock): Promise<void> {
        if (this.#failure !== undefined) return;
        const { store, checkIdentity, name: channel } = this;
        try {
            const chaincode = this.chaincode.bind(this);
            const committed = await commitBlock(block, { channel, store, checkIdentity, chaincode });
            this.#note(committed);
            this.commits.committed(block.number, committed.outcomes);
        } catch (error) {
            this.#failure = `block ${block.number} is not committed, nothing more is: ${String(error)}`;
            this.#options.log(`[${channel}] ${this.#failure}`);
        }
    }

    #note({ outcomes, validateMs, writeMs }: CommittedBlock): void {
        const { metrics } = this.#options;
        const channel = { channel: this.name };
        metrics.height.set(channel, this.store.height);
        metrics.blockProcessingTime.observe(channel, (validateMs + writeMs) / 1000);
        metrics.blockStorageTime.observe(channel, writeMs / 1000);
        metrics.stateTime.observe(channel, writeMs / 1000);
        for (const { code, chaincode } of outcomes) {
            // As a peer does, only of what came as far as its reads.
            const name = CODES_OF_READS.includes(code) ? chaincode : undefined;
            metrics.transactions.inc({
                ...channel,
                transaction_type: name === undefined ? 'unknown' : 'ENDORSER_TRANSACTION',
                chaincode: name === undefined ? 'unknown' : `${name}:${this.chaincode(name)?.version ?? ''}`,
                validation_code: nameOfCode(code),
            });
        }
    }
}

function configOptions({ definition, members, ordererMsp, ordererAddress }: ChannelOptions): ChannelConfigOptions {
    return { batch: definition.batch, members, ordererMsp, ordererAddress };
}
