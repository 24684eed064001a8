export * from './incentives/index.js';
