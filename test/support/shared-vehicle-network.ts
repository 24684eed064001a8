import { startVehicleNetwork, type VehicleNetwork } from './vehicle-network.js';

let started: Promise<VehicleNetwork> | undefined;

/** One network for every file that asks, for vehicles do not meet. It ends with the test run. */
export function sharedVehicleNetwork(): Promise<VehicleNetwork> {
    started ??= startVehicleNetwork();
    return started;
}

after(async () => {
    await (await started)?.stop();
});
