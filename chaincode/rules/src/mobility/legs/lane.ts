const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The lane of a leg's id: ids of one operator and day spread over lanes, each with a packed set of the ids it has seen,
 * so that a batch reads and writes one set and batches of different lanes never meet. 32-bit FNV-1a of the id's UTF-16
 * units, low byte first, modulo the number of lanes.
 */
export function laneOfLeg(leg: string, lanes: number): number {
    let hash = OFFSET_BASIS;
    for (let at = 0; at < leg.length; at += 1) {
        const unit = leg.charCodeAt(at);
        hash = Math.imul(hash ^ (unit & 0xff), PRIME);
        hash = Math.imul(hash ^ (unit >>> 8), PRIME);
    }
    return (hash >>> 0) % lanes;
}
