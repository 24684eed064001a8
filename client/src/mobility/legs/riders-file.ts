import { readTable } from '../../files/index.js';

/** Whose legs are, where the records of a feed do not say: most feeds name no rider. */
export interface RiderOfLeg {
    readonly rider: string;
    readonly subscription: string;
    readonly seller: string;
}

/** Reads `leg,rider,subscription,seller`, CSV. @throws UnusableFile FILE_UNREADABLE, FILE_HEADER, FILE_WITHOUT_ROWS */
export async function readRidersFile(file: string): Promise<ReadonlyMap<string, RiderOfLeg>> {
    const rows = await readTable(file, ['leg', 'rider', 'subscription', 'seller']);
    return new Map(
        rows.map(({ cells: { leg = '', rider = '', subscription = '', seller = '' } }) => [
            leg,
            { rider, subscription, seller },
        ]),
    );
}
