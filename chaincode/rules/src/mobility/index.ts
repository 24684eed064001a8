export * from './refusals.js';
export * from './tariffs/index.js';
export * from './legs/index.js';
export * from './subscriptions/index.js';
export * from './sharing/index.js';
