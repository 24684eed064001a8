import type {
    CommunityRecord,
    DeliverCurvesPrivate,
    DeliverCurvesReply,
    DeliverCurvesRequest,
    ListedDelivery,
    ListedMembership,
    Month,
} from '@quartier/rules/energy';

type Listing<Row> = AsyncIterable<Row> | Promise<readonly Row[]>;

/** What an import needs of the energy area; the typed client of the area is one. */
export interface CurveLedger {
    getCommunity(community: string): Promise<CommunityRecord>;
    listMembers(community: string): Listing<ListedMembership>;
    /** Deliveries stored for a roster page and month. */
    listDeliveries(community: string, page: number, month: Month): Listing<ListedDelivery>;
    deliverCurves(request: DeliverCurvesRequest, part: DeliverCurvesPrivate): Promise<DeliverCurvesReply>;
}
