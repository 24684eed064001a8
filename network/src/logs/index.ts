export { LOG_FOLDER, type LogWriter, openLog } from './log-file.js';
export { type LogSelection, readLog } from './read-log.js';
