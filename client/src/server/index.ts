export { newSite, type Site, type SiteOptions } from './site.js';
export { serveVehicles, ledgerVehicleSource, type VehiclePagesOptions, type VehicleSource } from './vehicle/index.js';
