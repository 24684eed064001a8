import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PassportRecord } from '@quartier/rules/vehicle';
import { isMonth } from '@quartier/rules/units';

import { Refusal } from '../../gateway/index.js';
import { NotFound } from '../failures.js';
import { sendPage } from '../page.js';
import { limited, type RequestLimit } from '../request-limits.js';
import type { Site } from '../site.js';
import { visitOf, withoutSuffix, type Visit } from '../visit.js';

import { CertificatePage } from './certificate-page.js';
import { consult, type Consultation } from './consultation.js';
import { ruleInForce } from './judgement-rule.js';
import { LookUpPage } from './look-up-page.js';
import { emptyForm, identityOf, lookUpForm } from './look-up.js';
import { passportCredentials, type PassportCredentials } from './passport-credentials.js';
import { passportDocument } from './passport-document.js';
import { PassportPage } from './passport-page.js';
import { QualityPage } from './quality-page.js';
import { isUnchanged } from './revalidation.js';
import { RulePage } from './rule-page.js';
import type { VehicleSource } from './source.js';
import { tellingOf, unitOf } from './telling.js';

export interface VehiclePagesOptions {
    readonly source: VehicleSource;
    /** File of the status list of credentials; without it none are signed. */
    readonly credentials?: string;
    readonly limits?: Partial<VehicleLimits>;
    /** Days are told in UTC, as the ledger counts them. */
    readonly today?: () => string;
}

/** For each client. */
export interface VehicleLimits {
    /** Of numbers of vehicles: nobody shall find vehicles by trying. */
    readonly lookUps: readonly RequestLimit[];
    /** Of pages that ask the ledger. */
    readonly pages: readonly RequestLimit[];
    /** Of credentials, which are signed and listed. */
    readonly credentials: readonly RequestLimit[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const defaultVehicleLimits: VehicleLimits = {
    lookUps: [
        { most: 10, inMs: MINUTE_MS },
        { most: 100, inMs: DAY_MS },
    ],
    pages: [{ most: 240, inMs: MINUTE_MS }],
    credentials: [{ most: 10, inMs: MINUTE_MS }],
};

/** Path of the status list of credentials. */
const STATUS_LIST = '/status/vehicle';

interface Pages extends VehiclePagesOptions {
    readonly site: Site;
    readonly today: () => string;
    readonly limits: VehicleLimits;
    readonly issuing?: PassportCredentials;
}

/** The public pages of vehicles. */
export function serveVehicles(site: Site, options: VehiclePagesOptions): void {
    const { source, credentials, limits, today = todayUtc } = options;
    const pages: Pages = {
        ...options,
        site,
        today,
        limits: { ...defaultVehicleLimits, ...limits },
        ...(credentials === undefined
            ? {}
            : {
                  issuing: passportCredentials({
                      source,
                      file: credentials,
                      list: () => `${site.baseUrl()}${STATUS_LIST}`,
                  }),
              }),
    };
    serveLookUp(pages);
    servePassports(pages);
    serveCredentials(pages);
    serveAbout(pages);
}

function todayUtc(): string {
    return new Date().toISOString().slice(0, 10);
}

function serveLookUp({ site, source, limits }: Pages): void {
    const { server, language } = site;
    for (const path of ['/', '/vehicle']) {
        server.get(path, (request, reply) =>
            sendPage(reply, <LookUpPage visit={visitOf(request, language)} form={emptyForm} />),
        );
    }
    const preHandler = limited(server, limits.lookUps);
    server.post('/vehicle', { preHandler }, async (request, reply) => {
        const visit = visitOf(request, language);
        const form = lookUpForm(request.body);
        const identity = identityOf(form);
        reply.header('cache-control', 'no-store');
        if ('fault' in identity) return refuseLookUp({ reply, visit }, 422, { form, problem: identity });
        const found = await unlessUnknown(source.find(identity));
        if (found === undefined) return refuseLookUp({ reply, visit }, 404, { form, problem: { fault: 'unknown' } });
        const suffix = visit.wantsJson ? '.json' : '';
        return reply.redirect(visit.href(`/vehicle/${found.passport}${suffix}`), 303);
    });
}

async function refuseLookUp(
    { reply, visit }: { readonly reply: FastifyReply; readonly visit: Visit },
    status: number,
    { form, problem }: Required<Pick<Parameters<typeof LookUpPage>[0], 'form' | 'problem'>>,
): Promise<FastifyReply> {
    reply.code(status);
    if (!visit.wantsJson) return sendPage(reply, <LookUpPage visit={visit} form={form} problem={problem} />);
    const code = problem.fault === 'unknown' ? 'VEHICLE_PASSPORT_UNKNOWN' : 'VEHICLE_NUMBER_INVALID';
    return reply.send({ error: { code, ...problem } });
}

function servePassports(pages: Pages): void {
    const { site, source, limits, today, issuing } = pages;
    const preHandler = limited(site.server, limits.pages);

    site.server.get<PassportRoute>('/vehicle/:passport', { preHandler }, async (request, reply) => {
        const visit = visitOf(request, site.language);
        const record = await recordOf(pages, request);
        if (await isUnchanged({ visit, request, reply }, [record.link, record.judgement, today()])) return reply;
        const consultation = await consult(source, record, visit.query['link']);
        warnUnlessVerified(request, consultation);
        if (visit.wantsJson) return reply.send(passportDocument(consultation, site.baseUrl()));
        const telling = tellingOf(visit, unitOf(visit, record.description));
        const offersCredential = issuing !== undefined;
        return sendPage(reply, <PassportPage {...{ consultation, telling, today: today(), offersCredential }} />);
    });

    site.server.get<PassportRoute>('/vehicle/:passport/certificate', { preHandler }, async (request, reply) => {
        const visit = visitOf(request, site.language);
        const record = await recordOf(pages, request);
        if (await isUnchanged({ visit, request, reply }, [record.link, record.judgement, today()])) return reply;
        const consultation = await consult(source, record, undefined);
        warnUnlessVerified(request, consultation);
        const telling = tellingOf(visit, unitOf(visit, record.description));
        const { mspId: issuer } = await source.signatory();
        const props = { consultation, telling, today: today(), baseUrl: site.baseUrl(), issuer };
        return sendPage(reply, <CertificatePage {...props} />);
    });
}

function warnUnlessVerified(request: FastifyRequest, { verified, passport }: Consultation): void {
    if (!verified) request.log.error({ passport: passport.passport }, 'the chain of events does not add up');
}

function serveCredentials({ site, source, limits, issuing }: Pages): void {
    if (issuing === undefined) return;
    const preHandler = limited(site.server, limits.credentials);
    const type = 'application/vc+jwt';
    site.server.get<PassportRoute>('/vehicle/:passport/credential', { preHandler }, async (request, reply) => {
        const record = await recordOf({ source }, request);
        const newest = record.events.at(-1);
        const standing = newest === undefined ? undefined : await source.standing(newest.transactionId);
        const signed = await issuing.issue({ record, standing });
        return reply
            .type(type)
            .header('cache-control', 'no-store')
            .header('content-disposition', `attachment; filename="passport-${record.passport}.jwt"`)
            .send(signed);
    });
    // Read by programs that check credentials, from pages of anybody.
    site.server.get(STATUS_LIST, async (_, reply) =>
        reply
            .type(type)
            .header('cache-control', 'public, max-age=60')
            .header('access-control-allow-origin', '*')
            .header('cross-origin-resource-policy', 'cross-origin')
            .send(await issuing.statusList()),
    );
}

function serveAbout({ site, source, limits, today }: Pages): void {
    const preHandler = limited(site.server, limits.pages);
    for (const path of ['/about/judgement', '/about/judgement.json']) {
        site.server.get(path, { preHandler }, async (request, reply) => {
            const visit = visitOf(request, site.language);
            const rule = await ruleInForce(source, today());
            if (await isUnchanged({ visit, request, reply }, rule)) return reply;
            if (visit.wantsJson) return reply.send(rule);
            return sendPage(reply, <RulePage rule={rule} telling={tellingOf(visit, 'km')} />);
        });
    }
    for (const path of ['/about/quality', '/about/quality.json']) {
        site.server.get(path, { preHandler }, async (request, reply) => {
            const visit = visitOf(request, site.language);
            const thisMonth = today().slice(0, 7);
            const { month = thisMonth } = visit.query;
            if (!isMonth(month) || month > thisMonth) throw new NotFound();
            const organisations = await source.dataQuality(month);
            if (await isUnchanged({ visit, request, reply }, organisations)) return reply;
            if (visit.wantsJson) return reply.send({ month, organisations });
            const telling = tellingOf(visit, 'km');
            return sendPage(reply, <QualityPage {...{ month, thisMonth, organisations, telling }} />);
        });
    }
}

interface PassportRoute {
    readonly Params: { readonly passport: string };
}

const PASSPORT_ID = /^[A-Za-z0-9_-]{22}$/u;

/** One that never was is answered as one that cannot be. */
async function recordOf(
    { source }: Pick<Pages, 'source'>,
    { params }: FastifyRequest<PassportRoute>,
): Promise<PassportRecord> {
    const passport = withoutSuffix(params.passport);
    const record = PASSPORT_ID.test(passport) ? await unlessUnknown(source.passport(passport)) : undefined;
    if (record === undefined) throw new NotFound();
    return record;
}

async function unlessUnknown(record: Promise<PassportRecord>): Promise<PassportRecord | undefined> {
    try {
        return await record;
    } catch (error) {
        if (error instanceof Refusal && UNKNOWN.has(error.code)) return undefined;
        throw error;
    }
}

/** A number of the right form that the ledger does not take, such as a maker's code, names no vehicle either. */
const UNKNOWN: ReadonlySet<string> = new Set(['VEHICLE_PASSPORT_UNKNOWN', 'REQUEST_MALFORMED']);
