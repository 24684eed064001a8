export { type Problem, type ProblemCode } from './problem.js';
export { type ChannelVerification, verifyChannel } from './verify-channel.js';
export { verifyNetwork, type VerifyOptions } from './verify-network.js';
