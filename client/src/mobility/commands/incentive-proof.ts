import { Option, type Command } from 'commander';

import {
    certificateOf,
    PROOF_CLASSES,
    type Certificate,
    type CertificateMonth,
    type CertifiedJourney,
    type ProofClass,
} from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';

import { addCommand, type Runner, type Session } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { certifiedJourney, replayCampaign, standingJourneys, votedPolicies } from '../carpool/index.js';

import { carpoolOf } from './carpool-session.js';
import { euroOf } from './euro.js';

/** What can be shown of what was paid: to a rider, and to whoever doubts it. */
export function addIncentiveProofCommands(incentive: Command, run: Runner): void {
    addCommand(incentive, 'certificate', 'What a rider can show of rides that took place')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--rider <pseudonym>', 'rider')
        .requiredOption('--from <day>', 'first local day', dayValue)
        .requiredOption('--to <day>', 'last local day', dayValue)
        .addOption(new Option('--class <class>', 'least proof class').choices(PROOF_CLASSES).default('C'))
        .action((options: CertificateOptions, command: Command) => certify(run, command, options));
    addCommand(incentive, 'replay', 'Pay a campaign’s journeys again by the voted rules, and compare: for the council')
        .requiredOption('--campaign <id>', 'campaign')
        .action((options: { readonly campaign: string }, command: Command) => replay(run, command, options));
}

interface CertificateOptions {
    readonly campaign: string;
    readonly rider: string;
    readonly from: string;
    readonly to: string;
    readonly class: ProofClass;
}

async function certify(run: Runner, command: Command, options: CertificateOptions): Promise<void> {
    await run(command, async (session) => {
        const { campaign, rider, from, to, class: leastClass } = options;
        const certificate = certificateOf({ rider, from, to, leastClass }, await certifiedOf(session, campaign));
        session.output.result(certificate, () => certificateText(certificate));
        return exitCodes.done;
    });
}

async function certifiedOf(session: Session, campaign: string): Promise<readonly CertifiedJourney[]> {
    const policyOn = votedPolicies((await session.connect()).area('mobility'), campaign);
    const journeys: CertifiedJourney[] = [];
    for (const record of await standingJourneys((await carpoolOf(session)).batches(campaign))) {
        const policy = await policyOn(utcDay(record.journey.startsAt));
        if (policy !== undefined) journeys.push(certifiedJourney(record, policy));
    }
    return journeys;
}

function certificateText({ rider, from, to, leastClass, months, journeys }: Certificate): string {
    return [
        `${rider}, ${from} to ${to}, class ${leastClass} or better: ${String(journeys.length)} journeys.`,
        formatTable<CertificateMonth>(months, [
            { title: 'MONTH', value: ({ month }) => month },
            { title: 'ROLE', value: ({ role }) => role },
            { title: 'TRIPS', value: ({ trips }) => String(trips), right: true },
            { title: 'DAYS', value: ({ days }) => String(days), right: true },
            { title: 'METRES', value: ({ metres }) => String(metres), right: true },
            { title: 'RECEIVED', value: ({ receivedMicroEur }) => euroOf(receivedMicroEur), right: true },
            { title: 'PAID', value: ({ paidMicroEur }) => euroOf(paidMicroEur), right: true },
            { title: 'INCENTIVES', value: ({ incentiveMicroEur }) => euroOf(incentiveMicroEur), right: true },
        ]),
    ].join('\n');
}

async function replay(run: Runner, command: Command, { campaign }: { readonly campaign: string }): Promise<void> {
    await run(command, async (session) => {
        const policyOn = votedPolicies((await session.connect()).area('mobility'), campaign);
        const { batches, paid, paidMicroEur, differences } = await replayCampaign(
            (await carpoolOf(session)).batches(campaign),
            policyOn,
        );
        session.output.result({ batches, journeys: paid.length, paidMicroEur, differences }, () =>
            differences.length === 0
                ? `${String(batches)} batches, ${euroOf(paidMicroEur)} euro: as the rules give it.`
                : differences
                      .map(
                          ({ journey, recordedMicroEur, replayedMicroEur }) =>
                              `${journey}: ${euroOf(recordedMicroEur)}, by the rules ${euroOf(replayedMicroEur)}`,
                      )
                      .join('\n'),
        );
        return differences.length === 0 ? exitCodes.done : exitCodes.refused;
    });
}
