import type { VNode } from 'preact';

import type { Consultation } from './consultation.js';
import type { Telling } from './telling.js';

interface StandingProps {
    readonly consultation: Consultation;
    readonly telling: Telling;
}

/** The transaction and block that a page stands on, and whether its events are the whole chain. */
export function StandingSection({ consultation, telling }: StandingProps): VNode {
    const { standing: words } = telling.words;
    const { passport, verified } = consultation;
    return (
        <section aria-labelledby="standing">
            <h2 id="standing">{words.title}</h2>
            <p>{words.text}</p>
            <StandingCodes consultation={consultation} telling={telling} />
            <p class={verified ? 'verified' : 'broken'}>
                {words.link}:{' '}
                {verified ? words.verified(telling.visit.formats.number(passport.eventCount)) : words.broken}
            </p>
        </section>
    );
}

/** Transaction, block and link as codes to copy. */
export function StandingCodes(props: StandingProps): VNode {
    return (
        <dl class="facts codes">
            {standingRows(props).map(([name, text]) => (
                <div key={name}>
                    <dt>{name}</dt>
                    <dd>
                        <code>{text}</code>
                    </dd>
                </div>
            ))}
        </dl>
    );
}

function standingRows({ consultation, telling }: StandingProps): readonly (readonly [string, string])[] {
    const { standing: words } = telling.words;
    const { passport, standing } = consultation;
    const block =
        standing === undefined
            ? []
            : ([
                  [words.transaction, standing.transactionId],
                  [words.block, `${standing.blockNumber.toString()} (${words.channel} ${standing.channel})`],
                  [words.blockHash, standing.blockHash],
              ] as const);
    return [[words.passport, passport.passport], ...block, [words.link, passport.link]];
}
