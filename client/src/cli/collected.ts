/** All rows of a listing. */
export async function collected<Row>(listing: AsyncIterable<Row>): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const row of listing) rows.push(row);
    return rows;
}
