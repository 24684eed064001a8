export interface TableColumn<Row> {
    readonly title: string;
    readonly value: (row: Row) => string;
    /** Numbers stand to the right. */
    readonly right?: boolean;
}

/** Rows under titles, in columns as wide as their widest cell. */
export function formatTable<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): string {
    const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ value }) => value(row)))];
    const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
    return cells
        .map((line) =>
            line
                .map((cell, at) => {
                    const width = widths[at] ?? 0;
                    return columns[at]?.right === true ? cell.padStart(width) : cell.padEnd(width);
                })
                .join('  ')
                .trimEnd(),
        )
        .join('\n');
}
