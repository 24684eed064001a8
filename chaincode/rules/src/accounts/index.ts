export { assertBalanced, balanceOf, balances, type Balances, type Posting } from './posting.js';
