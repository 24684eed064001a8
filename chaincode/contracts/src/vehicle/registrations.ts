import {
    firstReading,
    registerVehicle,
    requireRegistrable,
    type NewVehicle,
    type PassportId,
    type RegistrationContext,
    type RowOutcome,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';
import { canonicalJson } from '@quartier/rules/wire';

import type { PrivateCollection, PublicState } from '../ledger/index.js';

import {
    privateKinds,
    publicKinds,
    type RegistrationBlock,
    type RegistrationGroup,
    type RegistrationRow,
} from './keys.js';
import { registeredPassport } from './load-passport.js';
import { passportOf, placeOf } from './registry.js';

interface OpenBlock {
    readonly generation: number;
    readonly groups: RegistrationGroup[];
    /** Positions of the groups that this transaction added, by their description. */
    readonly ownGroups: Map<string, number>;
    readonly vehicles: Map<string, RegistrationRow>;
    readonly added: Map<string, VehicleIdentity>;
    /** Whether it stood before this transaction. */
    readonly isStored: boolean;
}

/** The blocks that a transaction registers vehicles in: each read once and written once. */
export class Registrations {
    readonly #state: PublicState;
    readonly #registry: PrivateCollection;
    readonly #context: RegistrationContext;
    readonly #blocks = new Map<string, OpenBlock>();
    readonly #registered: PassportId[] = [];
    #readings = 0;

    constructor(state: PublicState, registry: PrivateCollection, context: RegistrationContext) {
        this.#state = state;
        this.#registry = registry;
        this.#context = context;
    }

    /** Passports that were registered so far, in the order of their rows. */
    get registered(): readonly PassportId[] {
        return this.#registered;
    }

    /** How many of them came with a reading. */
    get readings(): number {
        return this.#readings;
    }

    /** Refuses what `registerVehicle` refuses. */
    async register(vehicle: NewVehicle): Promise<Omit<RowOutcome, 'index'>> {
        const passport = passportOf(this.#registry, vehicle.identity);
        const { block: key, name } = placeOf(passport);
        const block = await this.#block(key);
        if (block.vehicles.has(name)) {
            const standing = registeredPassport(asStored(block), passport, this.#context.parameters);
            return { passport, outcome: registerVehicle(vehicle, passport, standing, this.#context).outcome };
        }
        requireRegistrable(vehicle, this.#context);
        const { identity, description, ...own } = vehicle;
        block.vehicles.set(name, { ...own, group: this.#group(block, description) });
        block.added.set(name, identity);
        this.#registered.push(passport);
        if (firstReading(vehicle, this.#context.origin)?.status === 'read') this.#readings += 1;
        return { passport, outcome: 'recorded' };
    }

    async save(): Promise<void> {
        for (const [key, block] of this.#blocks) {
            if (block.added.size === 0) continue;
            const parts = [key, String(block.generation)] as const;
            const known = block.isStored ? await this.#registry.get(privateKinds.identities, parts) : undefined;
            const identities = { ...known?.identities, ...Object.fromEntries(block.added) };
            await this.#registry.put(privateKinds.identities, parts, { identities });
            await this.#state.put(publicKinds.registrations, [key], asStored(block));
        }
    }

    async #block(key: string): Promise<OpenBlock> {
        const known = this.#blocks.get(key);
        if (known !== undefined) return known;
        const stored = await this.#state.get(publicKinds.registrations, [key]);
        const opened: OpenBlock = {
            generation: stored?.generation ?? 0,
            groups: [...(stored?.groups ?? [])],
            ownGroups: new Map(),
            vehicles: new Map(Object.entries(stored?.vehicles ?? {})),
            added: new Map(),
            isStored: stored !== undefined,
        };
        this.#blocks.set(key, opened);
        return opened;
    }

    #group({ groups, ownGroups }: OpenBlock, description: NewVehicle['description']): number {
        const { origin, author: registeredBy, recordedAt: registeredAt, transactionId } = this.#context;
        const content = canonicalJson(description);
        const known = ownGroups.get(content);
        if (known !== undefined) return known;
        groups.push({ origin, registeredBy, registeredAt, transactionId, description });
        ownGroups.set(content, groups.length - 1);
        return groups.length - 1;
    }
}

function asStored({ generation, groups, vehicles }: OpenBlock): RegistrationBlock {
    return { generation, groups, vehicles: Object.fromEntries(vehicles) };
}
