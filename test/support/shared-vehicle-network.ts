import { decideManufacturers } from './vehicle-decisions.js';
import { startVehicleNetwork, type VehicleNetwork } from './vehicle-network.js';

let started: Promise<VehicleNetwork> | undefined;

/** One network for every file that asks, for vehicles do not meet; its makers have codes. It ends with the test run. */
export function sharedVehicleNetwork(): Promise<VehicleNetwork> {
    started ??= start();
    return started;
}

async function start(): Promise<VehicleNetwork> {
    const network = await startVehicleNetwork();
    await decideManufacturers(network);
    return network;
}

after(async () => {
    await (await started)?.stop();
});
