/** What identifies a vehicle. Never in public state, keys, arguments, blocks or events: it travels in private parts alone. */
export type VehicleIdentity =
    /** Road vehicles: 17 characters of ISO 3779, upper case. */
    | { readonly kind: 'vin'; readonly vin: string }
    /** Bikes, scooters, shuttles of shared fleets: the maker's own code and serial number. */
    | { readonly kind: 'serial'; readonly manufacturer: string; readonly serial: string };

/** A pseudonym of the identity under the area's key: 128 bits, base64url. Who knows a VIN finds it through a member, nobody else. */
export type PassportId = string;
