export { defaultVehicleLimits, serveVehicles, type VehicleLimits, type VehiclePagesOptions } from './routes.js';
export { ledgerVehicleSource, type VehicleSource } from './source.js';
