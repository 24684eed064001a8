import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

import { readConsortium } from '@quartier/network';

export const BENCH_CONSORTIUM = join(__dirname, '../../bench/consortium.yaml');
export const MOBILITY_BENCH_CONSORTIUM = join(__dirname, '../../bench/mobility-consortium.yaml');
export const VEHICLE_CONSORTIUM = join(__dirname, '../../bench/vehicle-consortium.yaml');

/** What the figures of a run depend on. */
export interface Machine {
    readonly cores: number;
    readonly processor: string;
    readonly memoryGB: number;
    readonly platform: string;
    readonly node: string;
    /** Load averages over 1, 5 and 15 minutes. */
    readonly load: readonly number[];
    readonly network: string;
}

export function describeMachine(): Machine {
    const processors = cpus();
    return {
        cores: processors.length,
        processor: processors[0]?.model.trim() ?? 'unknown',
        memoryGB: Math.round(totalmem() / 2 ** 30),
        platform: `${process.platform} ${process.arch}`,
        node: process.versions.node,
        load: load(),
        network: describeNetwork(),
    };
}

export function load(): readonly number[] {
    return loadavg().map((average) => Math.round(average * 100) / 100);
}

function describeNetwork(): string {
    const { organisations, channels } = readConsortium(BENCH_CONSORTIUM);
    const batch = channels[0]?.batch;
    return (
        `embedded engine in one process, ${String(organisations.length)} organisations over TLS, one chaincode server ` +
        `for all; blocks cut after ${String(batch?.timeoutMs)} ms or ${String(batch?.maxMessages)} transactions; ` +
        'client in a process of its own'
    );
}
