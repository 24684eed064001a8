import { startEnergyNetwork, type EnergyNetwork } from './energy-network.js';

let started: Promise<EnergyNetwork> | undefined;

/** One network for every file that asks, for communities do not meet. It ends with the test run. */
export function sharedEnergyNetwork(): Promise<EnergyNetwork> {
    started ??= startEnergyNetwork();
    return started;
}

after(async () => {
    await (await started)?.stop();
});
