import type { Command } from 'commander';

import type { Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';

import { approveDecision, rejectDecision } from '../decisions.js';
import { decisionText, type AreaOptions } from './decision-text.js';

export function addVoteCommands(add: (usage: string, description: string) => Command, run: Runner): void {
    const addVote = (usage: string, description: string, vote: typeof approveDecision): void => {
        add(usage, description).action((decision: string, { area }: AreaOptions, command: Command) =>
            run(command, async ({ connect, output }) => {
                const record = await vote((await connect()).area(area), decision);
                output.result(record, () => decisionText(record));
                return exitCodes.done;
            }),
        );
    };
    addVote('approve <decision>', 'Approve a decision that is open', approveDecision);
    addVote('reject <decision>', 'Reject a decision that is open', rejectDecision);
}
