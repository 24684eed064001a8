import { newSite, serveVehicles, type Site, type VehiclePagesOptions } from '@quartier/client/dist/server/index.js';

/** A site with the pages of vehicles that does not listen: requests are injected. */
export async function testSite(
    options: VehiclePagesOptions,
    site: Partial<Parameters<typeof newSite>[0]> = {},
): Promise<Site> {
    const created = await newSite({ language: 'en', probe: () => Promise.resolve(), ...site });
    serveVehicles(created, { today: () => '2024-07-01', ...options });
    return created;
}

export interface Asked {
    readonly accept?: string;
    readonly language?: string;
    readonly ifNoneMatch?: string;
    readonly from?: string;
    readonly forwardedFor?: string;
}

export interface Answered {
    readonly status: number;
    readonly body: string;
    readonly header: (name: string) => string | undefined;
    readonly json: () => unknown;
}

export async function get(site: Site, url: string, asked: Asked = {}): Promise<Answered> {
    return answered(
        await site.server.inject({
            method: 'GET',
            url,
            headers: headersOf(asked),
            remoteAddress: asked.from ?? '192.0.2.1',
        }),
    );
}

/** Sends the form of the look-up. */
export async function lookUp(site: Site, form: Readonly<Record<string, string>>, asked: Asked = {}): Promise<Answered> {
    return answered(
        await site.server.inject({
            method: 'POST',
            url: '/vehicle',
            headers: { ...headersOf(asked), 'content-type': 'application/x-www-form-urlencoded' },
            payload: new URLSearchParams(form).toString(),
            remoteAddress: asked.from ?? '192.0.2.1',
        }),
    );
}

function headersOf({ accept = 'text/html', language, ifNoneMatch, forwardedFor }: Asked): Record<string, string> {
    return {
        accept,
        ...(language === undefined ? {} : { 'accept-language': language }),
        ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
        ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    };
}

function answered(response: {
    readonly statusCode: number;
    readonly body: string;
    readonly headers: Readonly<Record<string, string | number | string[] | undefined>>;
}): Answered {
    return {
        status: response.statusCode,
        body: response.body,
        header: (name) => {
            const value = response.headers[name];
            return typeof value === 'string' ? value : value?.toString();
        },
        json: () => JSON.parse(response.body) as unknown,
    };
}
