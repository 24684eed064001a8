import { once } from 'node:events';
import { isIP } from 'node:net';

import { InvalidArgumentError, Option, type Command } from 'commander';
import { consortiumTransactions } from '@quartier/rules/consortium';

import { addCommand, type Runner } from '../cli/command.js';
import { exitCodes } from '../cli/exit-codes.js';
import { UsageError } from '../cli/failure-report.js';

import type { Language } from './language.js';
import { reconnecting, type LedgerConnection } from './ledger-connection.js';
import type { Site } from './site.js';

interface ServeOptions {
    readonly port: number;
    readonly host: string;
    readonly baseUrl?: string;
    readonly trustProxy?: readonly string[];
    readonly credentials?: string;
    readonly language?: Language;
}

const HELP = `
The pages need no login and can be read by anyone who reaches them. They are read-only; vehicles are looked up with the
certificate of the profile. Put a proxy that ends TLS before them, and give --base-url and --trust-proxy.

Prints {"ready":true,"url":…} once it answers, logs to standard error, and ends on SIGTERM or SIGINT.`;

/** `quartier serve`: the public pages. */
export function addServeCommand(program: Command, run: Runner): void {
    addCommand(program, 'serve', 'Serve the public pages of vehicle passports')
        .option('--port <port>', 'port to listen on; 0 takes a free one', portValue, 8080)
        .option('--host <address>', 'address to listen on', '127.0.0.1')
        .option('--base-url <url>', 'where readers reach the pages, for QR codes and links', baseUrlValue)
        .option('--trust-proxy <address...>', 'proxies that say who the client is (X-Forwarded-For)', proxyValue)
        .option('--credentials <file>', 'also sign credentials, and keep their status list in this file')
        .addOption(new Option('--area <name>', 'area that --channel is of').default('vehicle').hideHelp())
        .addHelpText('after', HELP)
        .action((options: ServeOptions, command: Command) => serve(run, command, options));
}

async function serve(run: Runner, command: Command, options: ServeOptions): Promise<void> {
    await run(command, async ({ open, output }) => {
        const ledger = reconnecting(() => open(PATIENCE));
        const site = await vehicleSite(ledger, options);
        const ended = endAsked();
        try {
            // A profile that cannot be used, or a ledger that does not answer, is told at once.
            await probe(ledger);
            await listen(site, options);
            output.result({ ready: true, url: site.baseUrl() }, () =>
                JSON.stringify({ ready: true, url: site.baseUrl() }),
            );
            await ended;
        } finally {
            await site.server.close();
            await ledger.close();
        }
        return exitCodes.done;
    });
}

/** A reader waits seconds, not minutes. */
const PATIENCE = {
    deadlines: { evaluateMs: 10_000 },
    retry: { attempts: 3 },
    connectMs: 5_000,
} as const;

async function vehicleSite(ledger: LedgerConnection, options: ServeOptions): Promise<Site> {
    // Every other command starts without the web server.
    const { newSite } = await import('./site.js');
    const { ledgerVehicleSource, serveVehicles } = await import('./vehicle/index.js');
    const { baseUrl, trustProxy, language = 'en', credentials } = options;
    const site = await newSite({
        language,
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(trustProxy === undefined ? {} : { trustedProxies: trustProxy }),
        probe: () => probe(ledger),
        logger: { stream: process.stderr },
    });
    serveVehicles(site, {
        source: ledgerVehicleSource(ledger),
        ...(credentials === undefined ? {} : { credentials }),
    });
    return site;
}

/** Asks what every organisation of the area may. */
function probe(ledger: LedgerConnection): Promise<unknown> {
    return ledger.with((quartier) =>
        quartier.area('vehicle').evaluate({ transaction: consortiumTransactions.describe }),
    );
}

async function listen({ server }: Site, { port, host }: ServeOptions): Promise<void> {
    try {
        await server.listen({ port, host, listenTextResolver: () => `listening on ${host}` });
    } catch (error) {
        throw new UsageError(`Port ${String(port)} of ${host} cannot be used: ${(error as Error).message}`);
    }
}

async function endAsked(): Promise<void> {
    const ending = new AbortController();
    const { signal } = ending;
    await Promise.race([once(process, 'SIGTERM', { signal }), once(process, 'SIGINT', { signal })]);
    ending.abort();
}

function portValue(text: string): number {
    const port = Number(text);
    if (!/^\d{1,5}$/u.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a port, 0 to 65535.');
    return port;
}

/** An address, or a network such as 10.0.0.0/8. */
function proxyValue(text: string, others: readonly string[] = []): readonly string[] {
    const [address = '', bits, ...rest] = text.split('/');
    const family = isIP(address);
    const fits = bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
    if (family === 0 || !fits || rest.length > 0) {
        throw new InvalidArgumentError('It must be an address such as 10.0.0.5, or a network such as 10.0.0.0/8.');
    }
    return [...others, text];
}

function baseUrlValue(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/u.test(url.protocol) || `${url.origin}/` !== url.href) {
        throw new InvalidArgumentError('It must be an address without a path, such as https://vehicles.example.');
    }
    return url.origin;
}
