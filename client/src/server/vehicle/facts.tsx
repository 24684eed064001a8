import type { PublicPassport } from '@quartier/rules/vehicle';
import type { VNode } from 'preact';

import type { Telling } from './telling.js';

interface FactsProps {
    readonly passport: PublicPassport;
    readonly telling: Telling;
}

type Fact = readonly [name: string, text: string];

export function Facts({ passport, telling }: FactsProps): VNode {
    const { facts } = telling.words;
    return (
        <section aria-labelledby="facts">
            <h2 id="facts">{facts.title}</h2>
            <dl class="facts">
                {factsOf(passport, telling).map(([name, text]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{text}</dd>
                    </div>
                ))}
            </dl>
            {passport.openRecalls.length > 0 && (
                <ul>
                    {passport.openRecalls.map(({ campaign, maker }) => (
                        <li key={`${maker} ${campaign}`}>{facts.recall(campaign, telling.organisation(maker))}</li>
                    ))}
                </ul>
            )}
        </section>
    );
}

export function factsOf(passport: PublicPassport, telling: Telling): readonly Fact[] {
    const { words, visit } = telling;
    const { facts } = words;
    const { description, state, holders, inspection, origin, registeredBy, registeredOn } = passport;
    const { day, number } = visit.formats;
    const dated = (name: string, of: string | undefined): readonly Fact[] =>
        of === undefined ? [] : [[name, day(of)]];
    return [
        [facts.state, words.states[state]],
        [facts.category, words.categories[description.category]],
        [facts.energy, words.energies[description.energy]],
        ...batteryFact(description, telling),
        ...dated(facts.produced, description.produced),
        ...dated(facts.firstRegistration, description.firstRegistration),
        ...dated(facts.purchased, description.purchased),
        [facts.holders, number(holders)],
        ...(inspection === undefined
            ? []
            : [
                  [
                      facts.inspection,
                      facts.inspectionText(telling.term(inspection.result), day(inspection.day)),
                  ] as const,
              ]),
        [facts.origin, facts.origins[origin](telling.organisation(registeredBy), day(registeredOn))],
    ];
}

/** In kilowatt-hours, as batteries are sold. */
function batteryFact({ batteryWh }: PublicPassport['description'], { words, visit }: Telling): readonly Fact[] {
    if (batteryWh === undefined) return [];
    return [[words.facts.battery, `${visit.formats.number(Number(batteryWh) / 1_000)}\u00a0kWh`]];
}
