export { postEntry, readPostings, type JournalEntry, type NewEntry } from './journal.js';
