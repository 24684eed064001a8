export { detectDelimiter, isSplit, splitRow, type Delimiter, type Row } from './csv-row.js';
export { readTable, tableOf, type TableRow } from './csv-table.js';
export { jsonItems, memberOf, type JsonItem } from './json-items.js';
export { eachLine, excerpt, openText, ownCopy, type TextFile } from './text-file.js';
export { fileRefusals, UnusableFile } from './unusable-file.js';
export { jsonOf, madeOf, readBytes, readText, readTextIfAny, readTextOrInput, unusable } from './whole-file.js';
