import { connect, zoneTable, type MobilityClient } from '@quartier/client';
import type { MobilityTerms, Plan, PublishedTariff, TariffVersion, WindowRecord } from '@quartier/rules/mobility';

import type { BackOffice, RunningNetwork } from './programs.js';
import { planOf } from './plans.js';
import { euro } from './tariffs.js';

export const OPERATORS = ['metro', 'wheels', 'cars'] as const;
export type OperatorName = (typeof OPERATORS)[number];
export const MSP: Readonly<Record<OperatorName | 'council', string>> = {
    council: 'CouncilMSP',
    metro: 'MetroMSP',
    wheels: 'WheelsMSP',
    cars: 'CarsMSP',
};

/** Members agree, declare and pay within a minute each, through the council; a statement can be disputed for two seconds. */
export const TERMS: MobilityTerms = {
    zone: zoneTable('Europe/Paris'),
    lanes: 8,
    graceSeconds: 0,
    disputes: { openSeconds: 2, answerSeconds: 86_400, mediationSeconds: 86_400, mediator: MSP.council },
    statementSeconds: 60,
    paymentSeconds: 60,
    settlement: { method: 'hub', settlement: MSP.council },
};

/** The back offices of a network whose operators clear with each other. */
export type ClearingOffices = Readonly<Record<OperatorName | 'council', BackOffice>>;

const prepared = new WeakMap<RunningNetwork, Promise<ClearingOffices>>();

/** What every scenario begins with: terms decided, operators declared, a line of credit between every two, a plan of each. */
export function clearingOffices(network: RunningNetwork): Promise<ClearingOffices> {
    const known = prepared.get(network) ?? prepare(network);
    prepared.set(network, known);
    return known;
}

async function prepare(network: RunningNetwork): Promise<ClearingOffices> {
    const offices = {
        council: network.office('council'),
        metro: network.office('metro'),
        wheels: network.office('wheels'),
        cars: network.office('cars'),
    };
    const value = network.write('terms.json', JSON.stringify(TERMS));
    const decision = '--area mobility --subject mobility.terms --from 2014-01-01';
    await offices.council.ask(`consortium propose terms ${decision} --file ${value}`);
    for (const name of ['metro', 'wheels'] as const)
        await offices[name].ask('consortium approve terms --area mobility');
    for (const name of OPERATORS) {
        await offices[name].ask(`mobility operator declare --name ${name} --modes shuttle,car,bike,scooter`);
        const plan = network.write(`plan-${name}.json`, JSON.stringify(openPlan()));
        await offices[name].ask(`mobility plan publish ${plan}`);
    }
    for (const creditor of OPERATORS)
        for (const debtor of OPERATORS)
            if (creditor !== debtor)
                await offices[creditor].ask(`mobility position grant --with ${MSP[debtor]} --limit 1000000`);
    return offices;
}

/** Everything at the operators' prices, from 2014 on. */
function openPlan(): Omit<Plan, 'seller'> {
    const { seller: _, ...plan } = planOf({ plan: 'open', priceMicroEur: euro('0'), from: 1_388_534_400 });
    return plan;
}

/** Publishes a tariff as the operator's back office does, by the command. */
export async function publishTariff(
    network: RunningNetwork,
    office: BackOffice,
    { operator: _, ...content }: TariffVersion,
): Promise<PublishedTariff> {
    const file = network.write(`tariff-${content.tariff}-${content.mode}.json`, JSON.stringify(content));
    return (await office.ask(`mobility tariff publish ${file}`)) as PublishedTariff;
}

/** Lets something use the clearing as an organisation. */
export async function withClearing<Result>(
    { profile }: BackOffice,
    use: (mobility: MobilityClient) => Promise<Result>,
): Promise<Result> {
    const quartier = await connect(profile);
    try {
        return await use(quartier.mobility);
    } finally {
        quartier.close();
    }
}

export const now = (): number => Math.floor(Date.now() / 1_000);

/**
 * How long a window should be open: so many times as long as what was done since, which took as long as this machine takes.
 */
export function paced(since: number, { times, least }: { readonly times: number; readonly least: number }): number {
    return Math.max(least, times * (now() - since));
}

/** Opens the window that follows the last one, once that is over, for so many seconds. */
export async function openWindow({ council }: ClearingOffices, window: string, seconds: number): Promise<WindowRecord> {
    const { windows } = (await council.ask('mobility window list')) as { readonly windows: readonly WindowRecord[] };
    const last = windows.reduce((latest, { to }) => Math.max(latest, to), 0);
    await until(last);
    const from = last === 0 ? now() - 3_600 : last;
    const to = now() + seconds;
    const opened = `--from ${String(from)} --to ${String(to)}`;
    return (await council.ask(`mobility window open ${window} ${opened}`)) as WindowRecord;
}

/** An endorser allows five minutes, the network's clocks differ by none. */
const MOST_AHEAD_SECONDS = 240;

/** How far ahead a clock must be for what comes after an instant, which may take a while before it is near enough. */
export async function aheadOf(instant: number): Promise<number> {
    await until(instant - MOST_AHEAD_SECONDS);
    return Math.max(0, instant - now() + 1);
}

/** Closes a window that has all its legs: by a clock on which it is over. */
export async function closeWindow({ council }: ClearingOffices, { window, to }: WindowRecord): Promise<void> {
    await council.ahead(await aheadOf(to)).ask(`mobility window close ${window}`);
}

async function until(instant: number): Promise<void> {
    while (now() <= instant) await new Promise((resolve) => setTimeout(resolve, 200));
}
