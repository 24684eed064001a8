export { detectDelimiter, isSplit, splitRow, type Delimiter, type Row } from './csv-row.js';
export { readTable, type TableRow } from './csv-table.js';
export { eachLine, excerpt, openText, ownCopy, type TextFile } from './text-file.js';
export { fileRefusals, UnusableFile } from './unusable-file.js';
