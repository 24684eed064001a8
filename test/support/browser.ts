/** A Chromium that comes as a package, with its own libraries and fonts: it needs nothing of the machine. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import chromium, { inflate } from '@sparticuz/chromium';
import jsQr from 'jsqr';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { PNG } from 'pngjs';

let started: Promise<Browser> | undefined;

export function startedBrowser(): Promise<Browser> {
    started ??= launch();
    return started;
}

after(async () => {
    await (await started)?.close();
});

/** Flags of the package that would take away what the tests are about, or need a graphics card. */
const UNWANTED =
    /single-process|web-security|insecure-content|site-per-process|site-isolation|webgl|angle|swiftshader/u;

async function launch(): Promise<Browser> {
    const packed = path.join(path.dirname(require.resolve('@sparticuz/chromium')), '../bin');
    await inflate(path.join(packed, 'al2023.tar.br'));
    return playwright.launch({
        executablePath: await chromium.executablePath(),
        args: [...chromium.args.filter((flag) => !UNWANTED.test(flag)), '--disable-gpu'],
        env: {
            ...process.env,
            LD_LIBRARY_PATH: path.join(tmpdir(), 'al2023/lib'),
            FONTCONFIG_PATH: path.join(tmpdir(), 'fonts'),
        },
    });
}

/** A page with what went wrong in it. */
export interface WatchedPage {
    readonly page: Page;
    /** Errors of the page and of its console, and requests to another origin than the given one, since last taken. */
    takeComplaints(): readonly string[];
    /** Saves what is seen, in the folder QUARTIER_SCREENSHOTS where one is named. */
    shot(name: string): Promise<void>;
    close(): Promise<void>;
}

export async function openPage(origin: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const browser = await startedBrowser();
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
        if (new URL(request.url()).origin !== origin) complaints.push(`request to ${request.url()}`);
    });
    return {
        page,
        takeComplaints: () => complaints.splice(0),
        shot: (name) => screenshot(page, name),
        close: () => context.close(),
    };
}

async function screenshot(page: Page, name: string): Promise<void> {
    const folder = process.env['QUARTIER_SCREENSHOTS'] ?? '';
    if (folder === '') return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** What a QR code on the page says, read from its pixels as a camera would. */
export async function scannedCode(page: Page): Promise<string | undefined> {
    const image = PNG.sync.read(await page.locator('svg.qr').screenshot());
    return jsQr(new Uint8ClampedArray(image.data), image.width, image.height)?.data;
}
