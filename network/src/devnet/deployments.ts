import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ChaincodeDefinition } from '../consortium/definition.js';

/** A chaincode that a channel was given while the network ran. */
export interface Deployment {
    readonly channel: string;
    readonly sequence: number;
    /** What a chaincode that is started by hand registers with. */
    readonly packageId: string;
    readonly definition: ChaincodeDefinition;
}

/** The deployments of a network, remembered in a file: the latest of each chaincode. */
export class Deployments {
    readonly #file: string;
    #list: readonly Deployment[];

    constructor(file: string) {
        this.#file = file;
        this.#list = read(file);
    }

    get list(): readonly Deployment[] {
        return this.#list;
    }

    add(deployment: Deployment): void {
        const { channel, definition } = deployment;
        const others = this.#list.filter((one) => one.channel !== channel || one.definition.name !== definition.name);
        this.#list = [...others, deployment];
        writeFileSync(`${this.#file}.new`, JSON.stringify(this.#list));
        renameSync(`${this.#file}.new`, this.#file);
    }
}

function read(file: string): Deployment[] {
    let text: string;
    try {
        text = readFileSync(file, 'utf8');
    } catch {
        return [];
    }
    return JSON.parse(text) as Deployment[];
}
