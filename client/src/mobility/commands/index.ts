import type { Command } from 'commander';

import type { Runner } from '../../cli/command.js';

import { addBillCommand, addShareCommands } from './bill.js';
import { addCarpoolCommands } from './carpool.js';
import { addDisputeCommands } from './dispute.js';
import { addIncentiveCommands } from './incentive.js';
import { addLegCommands } from './leg.js';
import { addNetCommand } from './net.js';
import { addOperatorCommands } from './operator.js';
import { addPaymentCommands } from './payment.js';
import { addPlanCommands } from './plan.js';
import { addPositionCommands } from './position.js';
import { addRideCommands } from './ride.js';
import { addSubscriptionCommands } from './subscription.js';
import { addTariffCommands } from './tariff.js';
import { addTermsCommands } from './terms.js';
import { addWindowCommands } from './window.js';

/** `quartier mobility`: shared rides, and what operators and councils owe each other for them. */
export function addMobilityCommands(program: Command, run: Runner): void {
    const mobility = program.command('mobility').description('Shared rides, and what is owed for them');
    addTermsCommands(mobility, run);
    addOperatorCommands(mobility, run);
    addTariffCommands(mobility, run);
    addPlanCommands(mobility, run);
    addSubscriptionCommands(mobility, run);
    addPositionCommands(mobility, run);
    addLegCommands(mobility, run);
    addDisputeCommands(mobility, run);
    addWindowCommands(mobility, run);
    addPaymentCommands(mobility, run);
    addBillCommand(mobility, run);
    addShareCommands(mobility, run);
    addRideCommands(mobility, run);
    addCarpoolCommands(mobility, run);
    addIncentiveCommands(mobility, run);
    addNetCommand(mobility, run);
}
