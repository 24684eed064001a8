import type { FastifyReply } from 'fastify';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

import { pageAssets } from './asset.js';
import type { Language } from './language.js';
import type { Visit } from './visit.js';

export interface PageProps {
    readonly visit: Visit;
    readonly title: string;
    /** Links of the head of the page. */
    readonly navigation?: readonly NavigationLink[];
    readonly children: ComponentChildren;
}

export interface NavigationLink {
    readonly href: string;
    readonly text: string;
}

/** The frame of every page. */
export function Page({ visit, title, navigation = [], children }: PageProps): VNode {
    const { words, language } = visit;
    return (
        <html lang={language}>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex" />
                <title>{`${title} · ${words.site}`}</title>
                <link rel="stylesheet" href={pageAssets.style.path} />
                <link rel="icon" type="image/svg+xml" href={pageAssets.icon.path} />
            </head>
            <body>
                <a class="skip" href="#content">
                    {words.skip}
                </a>
                <Masthead visit={visit} navigation={navigation} />
                <main id="content">{children}</main>
                <footer class="site-footer">
                    <p>{words.footer}</p>
                </footer>
            </body>
        </html>
    );
}

function Masthead({ visit, navigation }: Pick<PageProps, 'visit'> & { navigation: readonly NavigationLink[] }): VNode {
    const { words, language } = visit;
    const other: Language = language === 'en' ? 'fr' : 'en';
    return (
        <header class="masthead">
            <div class="masthead-inner">
                <a class="site" href={visit.href('/')}>
                    {words.site}
                </a>
                <nav aria-label={words.navigation}>
                    {navigation.map(({ href, text }) => (
                        <a
                            key={href}
                            href={href}
                            {...(href.split('?')[0] === visit.path && { 'aria-current': 'page' })}
                        >
                            {text}
                        </a>
                    ))}
                    <a class="language" href={visit.inLanguage(other)} lang={other} hreflang={other} rel="alternate">
                        {words.otherLanguage}
                    </a>
                </nav>
            </div>
        </header>
    );
}

export async function sendPage(reply: FastifyReply, page: VNode): Promise<FastifyReply> {
    return reply
        .type('text/html; charset=utf-8')
        .header('vary', 'accept, accept-language')
        .send(`<!doctype html>${renderToString(page)}`);
}
